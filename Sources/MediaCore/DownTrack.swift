import Bytes
import MediaParameters
import RTP

/// One receive slot: which encoding it forwards, and the numbers under which it does.
struct DownTrack: ~Copyable {
    static let retransmissionsPerSecond = 500

    let transport: Handle<Transport>
    var parameters: SlotParameters
    var writer: RTPHeaderWriter
    var rewriter: StreamRewriter

    /// The track that the slot shows.
    var source: Handle<UpTrack>?
    /// The encoding that is forwarded, and the one that will be from its next key frame on.
    var current: Handle<Encoding>?
    var target: Handle<Encoding>?
    /// Height asked for by VIEW; nil when the receiver did not say.
    var height: Int?

    /// Our payload types for the source's codec, looked up when the source's payload type changes.
    var sourcePayloadType: UInt8 = 0xff
    var payloadType: UInt8 = 0
    var rtxPayloadType: UInt8 = 0
    /// The publisher sends RED and the receiver takes plain Opus: only the primary block is forwarded (RFC 2198 §3).
    var unwrapsRED = false

    var rtxIndex: UInt64
    var budget: TokenBucket
    var packetsSent: UInt32 = 0
    var octetsSent: UInt32 = 0
    /// Compact NTP time of our last sender report, and when it went, for round-trip times (RFC 3550 §6.4.1).
    var lastReport: UInt32 = 0
    var lastReportAt = MonotonicTime.zero
    var roundTrip: TimeSpan?
    var fractionLost: UInt8 = 0
    /// Of the receiver's last report: the highest sequence number, and how many packets were lost until then.
    var reported: (highest: UInt32, lost: Int32)?

    init(
        transport: Handle<Transport>, parameters: SlotParameters,
        using generator: inout some RandomNumberGenerator
    ) {
        self.transport = transport
        self.parameters = parameters
        writer = RTPHeaderWriter(ssrc: parameters.ssrc, extensions: parameters.extensions, mid: parameters.mid)
        rewriter = StreamRewriter(using: &generator)
        rtxIndex = UInt64.random(in: 1...0x3fff, using: &generator)
        budget = TokenBucket(perSecond: Self.retransmissionsPerSecond, burst: Self.retransmissionsPerSecond)
    }

    var isWaiting: Bool { target != nil && target != current }

    /// Finds our payload type for what the source sends. False when the receiver does not decode it.
    @inline(__always)
    mutating func mapPayloadType(of format: SourceFormat) -> Bool {
        if format.payloadType == sourcePayloadType { return payloadType != 0xff }
        return lookUpPayloadType(of: format)
    }

    private mutating func lookUpPayloadType(of format: SourceFormat) -> Bool {
        sourcePayloadType = format.payloadType
        let match = codec(format.codec, profile: format.profile)
        unwrapsRED = match == nil && format.codec == .red
        let chosen = unwrapsRED ? codec(.opus, profile: 0) : match
        payloadType = chosen?.payloadType ?? 0xff
        rtxPayloadType = chosen?.rtxPayloadType ?? 0
        return chosen != nil
    }

    private func codec(_ codec: Codec, profile: UInt32) -> CodecParameters? {
        let exact = parameters.codecs.first { $0.codec == codec && $0.profile == profile }
        guard codec == .h264, exact == nil else { return exact }
        return parameters.codecs.first { $0.codec == .h264 && H264Compatibility.decodes(profile, with: $0.profile) }
    }

    /// Forgets the source; the numbers stay.
    mutating func clear() {
        source = nil
        current = nil
        target = nil
        sourcePayloadType = 0xff
    }
}
