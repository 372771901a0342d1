import Foundation

func compare(_ scenario: Scenario, _ options: Options) throws -> Table {
    let contenders = try options.contenders.map { try Contender.named($0, options) }
    var results = contenders.map { (name: $0.name, rounds: [LoadResult?]()) }
    for round in 0..<options.rounds {
        // Each round starts with another one, so that nobody is always first.
        for step in contenders.indices {
            let place = (step + round) % contenders.count
            let result = try? Round(options: options, scenario: scenario, contender: contenders[place]).run()
            results[place].rounds.append(result)
            let cost = result.map { String(format: "%.2f µs, delivered %.5f", $0.cpuPerPacketUs, $0.ratio) } ?? "failed"
            let line = "\(scenario.name) round \(round + 1) \(contenders[place].name): \(cost)\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
    }
    return Table(scenario: scenario, results: results)
}

func machine() -> String {
    let version = (try? String(contentsOfFile: "/proc/version", encoding: .utf8)) ?? ""
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model =
        information.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last ?? ""
    let cores = ProcessInfo.processInfo.processorCount
    return "\(cores) ×\(model), Linux \(version.split(separator: " ").dropFirst(2).first ?? "")"
}

if CommandLine.arguments.contains(where: { ["--help", "-h"].contains($0) }) {
    print(Options.help)
    exit(0)
}
do {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    var text = """
        `\(options.commandLine)`

        \(ISO8601DateFormatter().string(from: Date())), \(machine()). Server on core 0, load on core 1, \(options.rounds) alternating rounds \
        of \(options.seconds) s; 1100-byte packets\(options.isRealtime ? "; SCHED_FIFO" : ""). Ratios are medians (min–max) of the ratios within each round.


        """
    for scenario in options.scenarios { text += try compare(scenario, options).markdown + "\n" }
    print(text)
    if let name = options.write {
        try FileManager.default.createDirectory(atPath: "Results", withIntermediateDirectories: true)
        try text.write(toFile: "Results/\(name).md", atomically: true, encoding: .utf8)
    }
} catch {
    FileHandle.standardError.write(Data("compare: \(error)\n".utf8))
    exit((error as? Failure)?.exitCode ?? 1)
}
