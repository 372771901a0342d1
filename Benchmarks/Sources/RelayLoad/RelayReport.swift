/// What one run found.
struct RelayReport {
    let options: RelayOptions
    var seconds = 0.0
    /// What was given to the relay, and what came out of it.
    var expected = 0
    var delivered = 0
    var unsent = 0
    var latencyMedian = 0
    var latencyP99 = 0
    var latencyWorst = 0
    /// Nanoseconds.
    var serverCPU: Int64 = 0
    var loadCPU: Int64 = 0
    var worstLateness: Int64 = 0
    /// Bytes; -1 when the process is not known.
    var residentConnected: Int64 = -1
    var residentAfter: Int64 = -1
    /// Bytes of the server's memory for each allocation beyond the first tenth of them.
    var perAllocation = 0

    private func decimal(_ value: Double, _ places: Int) -> String {
        // Whole numbers alone print the same everywhere without Foundation.
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        let digits = String(Int((value * scale).rounded()))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return padded.dropLast(places) + "." + padded.suffix(places)
    }

    private func megabytes(_ bytes: Int64) -> String { bytes < 0 ? "-1" : decimal(Double(bytes) / 1_048_576, 1) }

    private var fields: [(name: String, value: String)] {
        [
            ("clients", "\(options.clients)"), ("rate", "\(options.rate)"), ("burst", "\(options.burst)"),
            ("expected", "\(expected)"), ("delivered", "\(delivered)"),
            ("ratio", decimal(expected == 0 ? 0 : Double(delivered) / Double(expected), 5)), ("unsent", "\(unsent)"),
            ("latencyMedianUs", "\(latencyMedian)"), ("latencyP99Us", "\(latencyP99)"),
            ("latencyWorstUs", "\(latencyWorst)"),
            ("cpuPerPacketUs", decimal(delivered == 0 ? 0 : Double(serverCPU) / 1000 / Double(delivered), 3)),
            ("serverLoad", decimal(seconds == 0 ? 0 : Double(serverCPU) / 1e9 / seconds, 3)),
            ("ownLoad", decimal(seconds == 0 ? 0 : Double(loadCPU) / 1e9 / seconds, 3)),
            ("rssConnectedMB", megabytes(residentConnected)), ("rssAfterMB", megabytes(residentAfter)),
            ("bytesPerAllocation", "\(perAllocation)"), ("worstLatenessUs", "\(worstLateness / 1000)"),
        ]
    }

    var json: String { "{" + fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}" }
    var text: String { fields.map { "\($0.name) \($0.value)" }.joined(separator: "\n") }
}
