import Bytes
import MediaCore
import SessionStore

/// How good it is for one member: kept from one sample to the next, and for whoever looks at the room now.
struct QualityMeter: Sendable {
    /// Freezes that one sample may have: clients can say anything.
    static let mostFreezes = 1000
    /// Reports of a film's place that one sample may have; they come once a second.
    private static let mostErrors = 120

    /// The last that was read of the member's transport, which counts from its beginning.
    private var transport: TransportID?
    private var last = TransportStatistics()
    private var readAt: Double

    // What is told now.
    private(set) var incoming: Double?
    private(set) var outgoing: Double?
    private(set) var loss: Double?
    private var mediaRoundTrip: Double?
    private var signalingRoundTrip: Double?
    private(set) var detour: String?
    private var detourAt = -Double.infinity

    // Since the last sample.
    private var sampled = TransportStatistics()
    private var bytes = (in: 0, out: 0, relayed: 0)
    private var freezes = 0
    private var errors: [Double] = []

    /// Since relaying was last told of.
    private var relayed = (in: 0, out: 0)

    /// - Parameter now: milliseconds.
    init(at now: Double) { readAt = now }

    // MARK: What comes in

    /// Whether what was read last is older than this.
    func isOlder(than milliseconds: Double, at now: Double) -> Bool { transport == nil || now - readAt >= milliseconds }

    /// Two who ask at once may be answered the other way round: what is older than the last is not looked at.
    /// - Parameter path: by which the bytes since the last reading came, as far as that is known.
    mutating func read(_ statistics: TransportStatistics, of transport: TransportID, path: String?, at now: Double) {
        if self.transport != transport { (last, sampled) = (TransportStatistics(), TransportStatistics()) }
        guard statistics.bytesReceived >= last.bytesReceived, statistics.bytesSent >= last.bytesSent else { return }
        let received = Int(clamping: statistics.bytesReceived - last.bytesReceived)
        let sent = Int(clamping: statistics.bytesSent - last.bytesSent)
        count(received, sent, isRelayed: path?.hasPrefix("turn") == true)
        loss = statistics.loss(since: last)
        mediaRoundTrip = statistics.roundTrip.map { $0.seconds * 1000 }
        let passed = now - readAt
        // Bits in a millisecond are kilobits in a second.
        (incoming, outgoing) = passed > 0 ? (Double(received) * 8 / passed, Double(sent) * 8 / passed) : (nil, nil)
        (self.transport, last, readAt) = (transport, statistics, now)
    }

    private mutating func count(_ received: Int, _ sent: Int, isRelayed: Bool) {
        bytes.in += received
        bytes.out += sent
        guard isRelayed else { return }
        bytes.relayed += received + sent
        relayed.in += received
        relayed.out += sent
    }

    /// Milliseconds that the member's WebSocket takes there and back.
    mutating func answered(in milliseconds: Double) { signalingRoundTrip = milliseconds }

    /// Milliseconds that media takes there and back; as long as media has not told, the WebSocket.
    var roundTrip: Double? { mediaRoundTrip ?? signalingRoundTrip }

    /// The client says how often a picture stood still.
    mutating func froze(_ times: Int) { freezes = min(freezes + max(0, times), Self.mostFreezes) }

    /// The client says why it takes a detour. True when that is news to be told; a client that changes its mind all the time is not heard each time.
    mutating func takes(_ detour: String?, at now: Double) -> Bool {
        guard self.detour != detour, now - detourAt >= 5_000 else { return false }
        self.detour = detour
        detourAt = now
        return detour != nil
    }

    /// Milliseconds by which the film was ahead of the party.
    mutating func wasOff(by error: Double) {
        if errors.count < Self.mostErrors { errors.append(error) }
    }

    // MARK: What goes out

    /// What has been measured since the last one.
    mutating func takeSample(of member: Member, room: String, session: String, at now: Double) -> QualitySample {
        var sample = QualitySample(at: now, room: room, session: session, member: member.id)
        (sample.bytesIn, sample.bytesOut, sample.relayBytes) = bytes
        sample.loss = last.loss(since: sampled)
        sample.roundTrip = roundTrip
        sample.freezes = freezes
        sample.syncError = errors.isEmpty ? nil : errors.sorted()[errors.count / 2]
        sample.syncErrorP95 = Self.percentile95(errors.map(abs))
        sample.path = member.path
        (sampled, bytes, freezes, errors) = (last, (0, 0, 0), 0, [])
        return sample
    }

    private static func percentile95(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let rank = (values.count * 95 + 99) / 100 - 1
        return values.sorted()[min(max(rank, 0), values.count - 1)]
    }

    /// Whether nothing has been measured since the last sample.
    var isIdle: Bool { bytes.in == 0 && bytes.out == 0 && freezes == 0 && errors.isEmpty }

    /// Bytes that went through the relay since it was last asked; `nil` when none did.
    mutating func takeRelayed() -> (in: Int, out: Int)? {
        defer { relayed = (0, 0) }
        return relayed.in + relayed.out > 0 ? relayed : nil
    }
}
