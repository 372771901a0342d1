import MediaCore
import TURNCore

/// The media plane's figures, summed over the workers.
package struct MediaStatistics: Sendable {
    package var counters = MediaCounters()
    package var transports = 0
    package var rooms = 0
    package var workers = 0
    /// TCP and TLS connections that carry packets.
    package var streams = 0
    /// TURN.
    package var relay = TURNCounters()
    package var allocations = 0

    /// Names as in /metrics, with their values.
    package var values: [(name: String, value: UInt64)] {
        totals + DropReason.allCases.map { ("dropped_\($0.name)_total", counters.dropped($0)) } + relayed
            + TURNRefusalReason.allCases.map { ("turn_refused_\($0.name)_total", relay.refused($0)) }
    }

    private var relayed: [(name: String, value: UInt64)] {
        [
            ("turn_allocations", UInt64(allocations)),
            ("turn_allocations_total", relay.allocationsMade),
            ("turn_packets_sent_total", relay.packetsSent),
            ("turn_bytes_sent_total", relay.bytesSent),
            ("turn_packets_received_total", relay.packetsReceived),
            ("turn_bytes_received_total", relay.bytesReceived),
        ]
    }

    private var totals: [(name: String, value: UInt64)] {
        [
            ("datagrams_received_total", counters.datagramsReceived),
            ("packets_received_total", counters.packetsReceived),
            ("packets_forwarded_total", counters.packetsForwarded),
            ("bytes_forwarded_total", counters.bytesForwarded),
            ("packets_retransmitted_total", counters.packetsRetransmitted),
            ("packets_recovered_total", counters.packetsRecovered),
            ("nacks_sent_total", counters.nacksSent),
            ("key_frame_requests_sent_total", counters.keyFrameRequestsSent),
            ("handshakes_completed_total", counters.handshakesCompleted),
            ("handed_over_total", counters.handedOver),
            ("transports", UInt64(transports)),
            ("media_rooms", UInt64(rooms)),
            ("media_streams", UInt64(streams)),
            ("workers", UInt64(workers)),
        ]
    }
}
