import CBench
import Foundation

/// One run of one contender: the server on core 0, the load on core 1.
struct Round {
    let options: Options
    let scenario: Scenario
    let contender: Contender

    func run() throws -> LoadResult {
        let server = try start(core: 0, contender.command, output: FileHandle.nullDevice)
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        try waitUntilReady(server)
        let output = Pipe()
        let arguments = contender.load + scenario.arguments
        let load = try start(
            core: 1,
            [Contender.sibling(scenario.program.rawValue)] + arguments + [
                "--seconds", "\(options.seconds)", "--server-pid", "\(server.processIdentifier)", "--json",
            ], output: output)
        let text = output.fileHandleForReading.readDataToEndOfFile()
        load.waitUntilExit()
        guard load.terminationStatus == 0 else { throw Failure(text: "\(contender.name): the load failed") }
        return try JSONDecoder().decode(LoadResult.self, from: text)
    }

    private func start(core: Int, _ command: [String], output: Any) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Each replaces itself by what it starts, so the process id is the server's. A nice value would not do: with autogroups it counts only within a session.
        let realtime = options.isRealtime ? ["chrt", "--fifo", "10"] : []
        process.arguments = realtime + ["taskset", "-c", "\(core)"] + command
        process.standardOutput = output
        process.standardError = output is Pipe ? FileHandle.standardError : FileHandle.nullDevice
        try process.run()
        return process
    }

    private func waitUntilReady(_ server: Process) throws {
        guard contender.speaksTCP else { return Thread.sleep(forTimeInterval: 0.3) }
        for _ in 0..<100 {
            let fd = bench_tcp_connect("127.0.0.1", contender.port)
            if fd >= 0 {
                close(fd)
                return Thread.sleep(forTimeInterval: 0.3)
            }
            guard server.isRunning else { break }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw Failure(text: "\(contender.name) does not listen on port \(contender.port)")
    }
}
