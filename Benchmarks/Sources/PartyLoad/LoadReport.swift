import CBench
import LoadSupport

/// What one run found.
struct LoadReport {
    let options: LoadOptions
    let startedAt = bench_now()
    var connectSeconds = 0.0
    var seconds = 0.0
    var sent = 0
    var expected = 0
    var delivered = 0
    /// Receivers that got less than 99 % of what was meant for them.
    var starved = 0
    var latencyMedian = 0
    var latencyP99 = 0
    var latencyWorst = 0
    /// Nanoseconds over the measured time; 0 when the process is not known.
    var serverCPU: Int64 = 0
    var loadCPU: Int64 = 0
    /// Bytes, -1 when the process is not known.
    var residentBefore: Int64 = -1
    var residentConnected: Int64 = -1
    var residentAfter: Int64 = -1
    var counters = LoadCounters()

    init(options: LoadOptions) { self.options = options }

    mutating func count(
        _ ranges: [Range<UInt32>], _ publishers: [Publisher], _ clients: [Client], _ options: LoadOptions
    ) {
        sent = ranges.reduce(0) { $0 + $1.count }
        let streams = min(options.slots, options.publishers)
        expected = sent / max(1, options.publishers) * options.receivers * streams
        for client in clients where client.role == .receiver && client.counts {
            let room = ranges[(client.roomNumber * options.publishers)..<((client.roomNumber + 1) * options.publishers)]
            let got = zip(client.deliveries, room).reduce(0) { $0 + $1.0.count(in: $1.1) }
            delivered += got
            let wanted = room.reduce(0) { $0 + $1.count } / options.publishers * streams
            if got * 100 < wanted * 99 { starved += 1 }
        }
    }

    mutating func take(_ measurement: Measurement, since before: LoadCounters) {
        counters = measurement.counters
        counters.retransmissions -= before.retransmissions
        counters.requestedPackets -= before.requestedPackets
        latencyMedian = measurement.latency.quantile(0.5)
        latencyP99 = measurement.latency.quantile(0.99)
        latencyWorst = measurement.latency.quantile(1)
    }

    var ratio: Double { expected == 0 ? 0 : Double(delivered) / Double(expected) }
    /// Microseconds.
    var cpuPerPacket: Double { delivered == 0 ? 0 : Double(serverCPU) / 1000 / Double(delivered) }
    var serverLoad: Double { seconds == 0 ? 0 : Double(serverCPU) / 1e9 / seconds }
    var ownLoad: Double { seconds == 0 ? 0 : Double(loadCPU) / 1e9 / seconds }
}
