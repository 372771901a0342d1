import Foundation

/// Medians over the rounds, and ratios taken within each round: only what ran in the same minute compares.
struct Table {
    let scenario: Scenario
    /// By contender, one result a round; nil where a run failed.
    let results: [(name: String, rounds: [LoadResult?])]

    var markdown: String {
        var lines = ["### \(scenario.name): \(scenario.description)", ""]
        lines.append(
            "| server | CPU µs a packet: median (min–max) | ÷ best limit | ÷ janus | delivered | p50 ms | p99 ms | RSS MB | server load |"
        )
        lines.append("|---|---|---|---|---|---|---|---|---|")
        lines += results.map { row($0.name, $0.rounds) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ rounds: [LoadResult?]) -> String {
        let done = rounds.compactMap { $0 }
        guard !done.isEmpty else { return "| \(name) | failed | | | | | | | |" }
        let costs = done.map(\.cpuPerPacketUs)
        let cost = "\(text(median(costs))) (\(text(costs.min()!))–\(text(costs.max()!)))"
        let cells = [
            name, cost, ratio(rounds, to: bestLimit), ratio(rounds, to: { self.cost("janus", $0) }),
            String(format: "%.5f", median(done.map(\.ratio))),
            String(format: "%.2f", median(done.map { Double($0.latencyMedianUs) / 1000 })),
            String(format: "%.2f", median(done.map { Double($0.latencyP99Us) / 1000 })),
            String(format: "%.1f", done.map(\.rssAfterMB).max()!), text(median(done.map(\.serverLoad))),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private func ratio(_ rounds: [LoadResult?], to yardstick: (Int) -> Double?) -> String {
        let ratios = rounds.indices.compactMap { round -> Double? in
            guard let own = rounds[round]?.cpuPerPacketUs, let other = yardstick(round), other > 0 else { return nil }
            return own / other
        }
        return ratios.isEmpty ? "" : "**\(text(median(ratios)))** (\(text(ratios.min()!))–\(text(ratios.max()!)))"
    }

    private func cost(_ name: String, _ round: Int) -> Double? {
        results.first { $0.name == name }?.rounds[round]?.cpuPerPacketUs
    }

    private func bestLimit(_ round: Int) -> Double? {
        ["limit-gso", "limit-mmsg", "limit-one"].compactMap { cost($0, round) }.min()
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    private func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
