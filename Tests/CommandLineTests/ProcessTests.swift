import Foundation
import Testing

/// The program as an operator sees it: exit codes and words.
@Suite("toperparty as a process", .timeLimit(.minutes(2)))
struct ProcessTests {
    private static let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("toperparty")

    private final class Run {
        let process = Process()
        let output = Pipe()

        init(_ arguments: [String]) throws {
            process.executableURL = ProcessTests.program
            process.arguments = arguments
            process.environment = ["HOME": "/tmp"]
            process.standardOutput = output
            process.standardError = output
            try process.run()
        }

        /// Reads until the text has come, or the output ends.
        func text(until word: String) -> String {
            var text = ""
            while !text.contains(word) {
                let data = output.fileHandleForReading.availableData
                guard !data.isEmpty else { break }
                text += String(decoding: data, as: UTF8.self)
            }
            return text
        }

        func end() -> (code: Int32, text: String) {
            let text = text(until: "\u{0}")
            process.waitUntilExit()
            return (process.terminationStatus, text)
        }
    }

    @Test("--version and --help answer and end with 0")
    func help() throws {
        let version = try Run(["--version"]).end()
        #expect(version.code == 0 && version.text.first?.isNumber == true)
        let help = try Run(["serve", "--help"]).end()
        #expect(help.code == 0)
        for word in ["--port", "--public-address", "TOPERPARTY_PORT", "--config", "4001"] {
            #expect(help.text.contains(word))
        }
    }

    @Test("wrong options end with 64")
    func usage() throws {
        for arguments in [["serve", "--port", "http"], ["serve", "--prot", "1"], ["dance"]] {
            let run = try Run(arguments).end()
            #expect(run.code == 64 && !run.text.isEmpty)
        }
    }

    @Test("prints its address, refuses a second server on the port, and ends with 0 at SIGTERM")
    func serve() throws {
        let first = try Run(["serve", "--host", "127.0.0.1", "--port", "0", "--workers", "1"])
        let greeting = first.text(until: "/\n")
        let port = try #require(greeting.split(separator: ":").last?.prefix { $0.isNumber }.description)
        #expect(greeting.contains("http://localhost:\(port)/"))
        let second = try Run(["serve", "--host", "127.0.0.1", "--port", port]).end()
        #expect(second.code == 69 && second.text.contains(port) && second.text.contains("--port"))
        first.process.terminate()
        #expect(first.end().code == 0)
    }
}
