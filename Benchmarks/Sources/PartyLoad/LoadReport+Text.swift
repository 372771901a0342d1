extension LoadReport {
    static func decimal(_ value: Double, _ places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((value * Double(scale)).rounded())
        guard places > 0 else { return String(scaled) }
        let fraction = String(abs(scaled) % scale)
        let sign = scaled < 0 && scaled / scale == 0 ? "-" : ""
        return "\(sign)\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    private func megabytes(_ bytes: Int64) -> String {
        bytes < 0 ? "-1" : Self.decimal(Double(bytes) / 1_048_576, 1)
    }

    private var fields: [(name: String, value: String)] {
        [
            ("path", "\"\(options.path.rawValue)\""), ("rooms", "\(options.rooms)"),
            ("publishers", "\(options.publishers)"),
            ("receivers", "\(options.receivers)"), ("rate", "\(options.rate)"), ("burst", "\(options.burst)"),
            ("seconds", Self.decimal(seconds, 2)), ("connectSeconds", Self.decimal(connectSeconds, 2)),
            ("sent", "\(sent)"), ("expected", "\(expected)"), ("delivered", "\(delivered)"),
            ("ratio", Self.decimal(ratio, 5)), ("starved", "\(starved)"), ("latencyMedianUs", "\(latencyMedian)"),
            ("latencyP99Us", "\(latencyP99)"), ("latencyWorstUs", "\(latencyWorst)"),
            ("cpuPerPacketUs", Self.decimal(cpuPerPacket, 3)),
            ("serverLoad", Self.decimal(serverLoad, 3)), ("ownLoad", Self.decimal(ownLoad, 3)),
            ("rssBeforeMB", megabytes(residentBefore)), ("rssConnectedMB", megabytes(residentConnected)),
            ("rssAfterMB", megabytes(residentAfter)), ("keyFrameRequests", "\(counters.keyFrameRequests)"),
            ("nacked", "\(counters.requestedPackets)"), ("retransmissions", "\(counters.retransmissions)"),
            ("duplicates", "\(counters.duplicates)"), ("authenticationFailures", "\(counters.authenticationFailures)"),
            ("foreign", "\(counters.foreignPackets)"), ("resent", "\(counters.resentPackets)"),
            ("unsent", "\(counters.unsent)"), ("transportFeedbacks", "\(counters.transportFeedbacks)"),
            ("rembs", "\(counters.bandwidthEstimates)"), ("remb", "\(counters.latestBandwidthEstimate)"),
            ("worstLatenessUs", "\(counters.worstLateness / 1000)"),
        ]
    }

    var json: String {
        "{\"label\":\"\(options.label)\"," + fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    var text: String { fields.map { "\($0.name) \($0.value)" }.joined(separator: "\n") }
}
