import Foundation
import Glibc
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

    @Test("T6: a malformed address range ends the start with its key's name, wherever it stands")
    func malformedRange() throws {
        for key in ["turn-allow", "turn-deny", "proxy-protocol"] {
            let run = try Run(["serve", "--open", "--\(key)", "10.0.0.0/33"]).end()
            #expect(run.code == 64 && run.text.contains("--\(key): \"10.0.0.0/33\""))
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("open: true\nturn-deny:\n  - 192.0.2.0/24\n  - 10.0.0.1/8\n".utf8).write(to: file)
        let run = try Run(["serve", "--config", file.path]).end()
        #expect(run.code == 78 && run.text.contains("turn-deny in \(file.path):2"))
        #expect(run.text.contains("10.0.0.0/8"))
    }

    @Test("a server that others could reach does not start before somebody has said who may come in")
    func needsAccess() throws {
        for arguments in [
            ["--host", "0.0.0.0"], ["--public-address", "203.0.113.7"], ["--public-url", "https://a.example"],
        ] {
            let run = try Run(["serve", "--port", "0"] + arguments).end()
            #expect(run.code == 64 && run.text.contains("--open") && run.text.contains("--auth-secret"))
            #expect(run.text.contains(arguments[0]))
        }
    }

    @Test("without settings only this machine gets in")
    func loopbackOnly() throws {
        let server = try Run(["serve", "--port", "0", "--workers", "1"])
        #expect(server.text(until: "--open").contains("Only this machine"))
        server.process.terminate()
        #expect(server.end().code == 0)
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

    @Test("the operator's page is printed with a new token at each start, or without the one that was chosen")
    func operatorsPage() throws {
        let start = ["serve", "--host", "127.0.0.1", "--port", "0", "--workers", "1", "--admin-port", "0"]
        var tokens: Set<Substring> = []
        for _ in 0..<2 {
            let server = try Run(start)
            let text = server.text(until: "chooses it.")
            let line = try #require(text.split(separator: "\n").first { $0.contains("/admin#token=") })
            #expect(line.contains("http://localhost:"))
            tokens.insert(line.split(separator: "=").last ?? "")
            server.process.terminate()
            #expect(server.end().code == 0)
        }
        #expect(tokens.count == 2 && tokens.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
        let secret = String(repeating: "s3cret-", count: 4)
        let server = try Run(start + ["--admin-token", secret])
        let text = server.text(until: "the token.")
        #expect(text.contains("/admin, and asks") && !text.contains(secret))
        server.process.terminate()
        #expect(server.end().code == 0)
    }

    @Test("an operator's port that is taken, and one that others would reach without a chosen token, stop the start")
    func operatorsPort() throws {
        let first = try Run(["serve", "--host", "127.0.0.1", "--port", "0", "--workers", "1"])
        let port = try #require(
            first.text(until: "/\n").split(separator: ":").last?.prefix { $0.isNumber }.description)
        let second = try Run([
            "serve", "--host", "127.0.0.1", "--port", "0", "--workers", "1", "--admin-port", port,
        ]).end()
        #expect(second.code == 69 && second.text.contains(port) && second.text.contains("--admin-port"))
        first.process.terminate()
        #expect(first.end().code == 0)
        let open = try Run(["serve", "--port", "0", "--admin-port", "0", "--admin-host", "0.0.0.0"]).end()
        #expect(open.code == 64 && open.text.contains("--admin-host") && open.text.contains("--admin-token"))
        let checked = try Run(["check-config", "--admin-port", "4002", "--admin-host", "0.0.0.0"]).end()
        #expect(checked.code == 64)
    }

    /// A connection to the server with half a request, for whose end it waits when it stops.
    private func holdRequest(port: String) throws -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = try #require(in_port_t(port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafeBytes(of: &address) { bytes in
            connect(socket, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        #expect(connected == 0)
        let head = Array("POST /whip/held HTTP/1.1\r\nhost: a\r\ncontent-type: application/sdp\r\n".utf8)
        let body = Array("content-length: 9\r\n\r\nhalf".utf8)
        #expect(send(socket, head + body, head.count + body.count, Int32(MSG_NOSIGNAL)) == head.count + body.count)
        return socket
    }

    @Test(
        "a second Ctrl-C ends at once what the first, or SIGTERM, would have ended in order",
        arguments: [SIGINT, SIGTERM])
    func secondInterrupt(first: Int32) throws {
        let server = try Run([
            "serve", "--host", "127.0.0.1", "--port", "0", "--workers", "1", "--log-level", "info",
        ])
        let greeting = server.text(until: "/\n")
        let address = try #require(greeting.split(separator: "\n").first { $0.contains("http://localhost:") })
        let port = try #require(address.split(separator: ":").last).prefix { $0.isNumber }
        let socket = try holdRequest(port: String(port))
        defer { close(socket) }
        kill(server.process.processIdentifier, first)
        #expect(server.text(until: "stopping").contains("stopping"))
        kill(server.process.processIdentifier, SIGINT)
        // 0 would say that the first signal had run its course.
        #expect(server.end().code == 130)
    }
}
