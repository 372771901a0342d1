import Bytes
import Congestion
import MediaParameters
import RTP

/// One RTP stream of an uplink: the only stream, or one of its simulcast streams (W3C `RTCRtpEncodingParameters`).
struct Encoding: ~Copyable {
    let track: Handle<UpTrack>
    let transport: Handle<Transport>
    let kind: MediaKind
    let rid: String?
    /// Position in the offer's order, lowest quality first.
    let rank: Int

    var ssrc: UInt32?
    var rtxSSRC: UInt32?
    /// Format of the last packet; a change of payload type is looked up once.
    var format = SourceFormat()
    var feedback: FeedbackMechanisms = []

    var sequence = ExtendedSequence()
    var statistics = ReceptionStatistics(clockRate: 90_000)
    var nack = NackGenerator()
    var history: PacketHistory?
    var keyFrames = KeyFrameRequester()
    /// Counter of full intra requests (RFC 5104 §4.3.1.1).
    var firSequence: UInt8 = 0
    /// Over so long that a screen that hardly moves counts as being sent.
    var rate = ThroughputMeter(window: .milliseconds(1_500))

    /// The publisher's last sender report: its clock, the RTP time at that moment, and when it came (RFC 3550 §6.4.1).
    var reportedNTP: UInt64 = 0
    var reportedRTP: UInt32 = 0
    var reportedAt: MonotonicTime?

    init(
        track: Handle<UpTrack>, transport: Handle<Transport>, kind: MediaKind, rank: Int, parameters: EncodingParameters
    ) {
        self.track = track
        self.transport = transport
        self.kind = kind
        self.rank = rank
        rid = parameters.rid
        ssrc = parameters.ssrc
        rtxSSRC = parameters.rtxSSRC
    }

    /// The publisher's clock and RTP time at `now`, continued from its last report.
    func report(at now: MonotonicTime) -> (ntp: UInt64, rtp: UInt32)? {
        guard let reportedAt, format.clockRate > 0 else { return nil }
        let elapsed = max((now - reportedAt).nanoseconds, 0)
        let ticks = UInt64(elapsed / 1_000) &* UInt64(format.clockRate) / 1_000_000
        return (reportedNTP &+ NTPTime.units(of: elapsed), reportedRTP &+ UInt32(truncatingIfNeeded: ticks))
    }
}
