import Foundation

/// Medians over the rounds, and ratios taken within each round: only what ran in the same minute compares.
struct Table {
    let scenario: Scenario
    /// By contender, one result a round; nil where a run failed.
    let results: [(name: String, rounds: [LoadResult?])]

    private typealias Column = (title: String, cell: ([LoadResult?]) -> String)

    var markdown: String {
        let columns = columns
        var lines = ["### \(scenario.name): \(scenario.description)", ""]
        lines.append("| server | " + columns.map(\.title).joined(separator: " | ") + " |")
        lines.append("|" + String(repeating: "---|", count: columns.count + 1))
        lines += results.map { result in
            guard result.rounds.contains(where: { $0 != nil }) else { return "| \(result.name) | failed |" }
            return "| \(result.name) | " + columns.map { $0.cell(result.rounds) }.joined(separator: " | ") + " |"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Columns

    private var columns: [Column] {
        let hasTraffic = results.contains { $0.rounds.contains { $0?.expected ?? 0 > 0 } }
        return (hasTraffic ? traffic : []) + memory
            + (hasTraffic ? [("server load", { text(median($0, \.serverLoad)) })] : [])
    }

    private var traffic: [Column] {
        [("CPU µs a packet: median (min–max)", { spread($0.compactMap { $0?.cpuPerPacketUs }) })] + yardsticks + [
            ("delivered", { String(format: "%.5f", median($0, \.ratio)) }),
            ("p50 ms", { text(median($0) { Double($0.latencyMedianUs) / 1000 }) }),
            ("p99 ms", { text(median($0) { Double($0.latencyP99Us) / 1000 }) }),
            ("worst ms", { text(median($0) { Double($0.latencyWorstUs) / 1000 }) }),
        ]
    }

    private var memory: [Column] {
        let size: Column = ("RSS MB", { String(format: "%.1f", $0.compactMap { $0?.rssAfterMB }.max() ?? 0) })
        guard results.contains(where: { $0.rounds.contains { $0?.bytesPerAllocation != nil } }) else { return [size] }
        return [
            size,
            ("bytes an allocation", { spread($0.compactMap { $0?.bytesPerAllocation.map(Double.init) }, "%.0f") }),
        ]
    }

    /// Ratios to what took part: the best limit, another server, or the straight path.
    private var yardsticks: [Column] {
        let limits = results.map(\.name).filter { $0.hasPrefix("limit-") }
        let groups = [("best limit", limits)] + ["janus", "coturn", "toperparty"].map { ($0, [$0]) }
        return groups.compactMap { title, names in
            guard results.count > 1, results.contains(where: { names.contains($0.name) }) else { return nil }
            return ("÷ " + title, { ratio($0, to: names) })
        }
    }

    private func ratio(_ rounds: [LoadResult?], to names: [String]) -> String {
        let ratios = rounds.indices.compactMap { round -> Double? in
            let others = results.filter { names.contains($0.name) }.compactMap { $0.rounds[round]?.cpuPerPacketUs }
            guard let own = rounds[round]?.cpuPerPacketUs, let other = others.min(), other > 0 else { return nil }
            return own / other
        }
        return ratios.isEmpty ? "" : "**\(text(median(ratios)))** (\(text(ratios.min()!))–\(text(ratios.max()!)))"
    }

    // MARK: Numbers

    private func spread(_ values: [Double], _ format: String = "%.2f") -> String {
        guard let least = values.min(), let most = values.max() else { return "" }
        let parts = [median(values), least, most].map { String(format: format, $0) }
        return "\(parts[0]) (\(parts[1])–\(parts[2]))"
    }

    private func median(_ rounds: [LoadResult?], _ value: (LoadResult) -> Double) -> Double {
        median(rounds.compactMap { $0 }.map(value))
    }

    private func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    private func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
