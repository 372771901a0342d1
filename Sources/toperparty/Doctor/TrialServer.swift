import Bytes
import EventLoop
import Foundation

/// A server with the given settings, for as long as it is looked at.
final class TrialServer {
    private let process = Process()
    private let output = Pipe()

    /// - Parameter arguments: those of `serve`.
    init(arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["serve"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    /// Waits until it answers; says in its own words why it does not.
    func problem(_ place: ServerPlace) async -> String? {
        let deadline = MonotonicClock.now() + .seconds(20)
        while MonotonicClock.now() < deadline {
            guard process.isRunning else { return words }
            if await RunningServer.isThere(place) { return nil }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return "it does not answer within 20 s"
    }

    private var words: String {
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let last = text.split(separator: "\n").last { $0.hasPrefix("toperparty: ") } ?? text.split(separator: "\n").last
        return last.map { String($0.replacing("toperparty: ", with: "", maxReplacements: 1)) }
            ?? "it ended with \(process.terminationStatus)"
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}
