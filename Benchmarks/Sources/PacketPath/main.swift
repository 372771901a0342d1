import CBench
import CCount
import Glibc

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func decimal(_ value: Double) -> String {
    let hundredths = Int(value * 100 + (value < 0 ? -0.5 : 0.5))
    let fraction = abs(hundredths) % 100
    return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}

func measure(_ options: PathOptions) throws {
    var bench = try PathBench(options)
    // The first packets allocate histories and are key frames.
    guard bench.path(bursts: 256) != nil else {
        bench.showDrops()
        throw PathError.notForwarded("packets were not forwarded to everybody")
    }
    if options.bare {
        _ = bench.path(bursts: options.bursts)
        return
    }
    var floor = CipherFloor(bench.receivers)
    let packets = Double(options.bursts / 64 * 64 * options.burst * options.receivers)
    var paths: [Double] = []
    var ciphers: [Double] = []
    for _ in 0..<options.rounds {
        guard let spent = bench.path(bursts: options.bursts) else {
            throw PathError.notForwarded("packets were dropped")
        }
        paths.append(Double(spent) / packets)
        let sealing = Double(floor.seal(bursts: options.bursts / 64 * 64, burst: options.burst))
        // Each packet is opened once and sealed for every receiver.
        ciphers.append(sealing / packets * Double(options.receivers + 1) / Double(options.receivers))
    }
    let own = zip(paths, ciphers).map { $0 - $1 }
    let counts = bench.counts()
    let counted = Double(64 * options.burst * options.receivers)
    print("receivers \(options.receivers), bursts of \(options.burst), a forwarded packet:")
    print("path ns          \(decimal(median(paths)))   (least \(decimal(paths.min() ?? 0)))")
    print("ciphers ns       \(decimal(median(ciphers)))   (least \(decimal(ciphers.min() ?? 0)))")
    print("own code ns      \(decimal(median(own)))   (median of the rounds' differences)")
    print("allocations      \(decimal(Double(counts.allocations) / counted))   (\(counts.allocations) in all)")
    print("retains          \(decimal(Double(counts.retains) / counted))   (\(counts.retains) in all)")
    print("releases         \(decimal(Double(counts.releases) / counted))   (\(counts.releases) in all)")
}

if CommandLine.arguments.contains(where: { ["--help", "-h"].contains($0) }) {
    print(PathOptions.help)
    exit(0)
}
do {
    try measure(PathOptions(CommandLine.arguments.dropFirst()))
} catch {
    let message = Array("packet-path: \(error)\n".utf8)
    write(2, message, message.count)
    exit((error as? PathError)?.exitCode ?? 1)
}
