import Bytes
import Congestion

extension Encoding {
    /// The publisher begins a new stream under a new SSRC.
    mutating func restart() {
        sequence = .init()
        statistics = ReceptionStatistics(clockRate: max(format.clockRate, 1))
        nack = NackGenerator()
        history = nil
        reportedAt = nil
    }
}
