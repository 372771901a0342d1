import Bytes
import RTP

/// Keeps one receive slot's numbers continuous while its source changes: sequence, timestamp, VP8 and VP9 picture ids.
/// A packet of the current source is shifted by constants; a switch chooses new constants.
struct StreamRewriter {
    /// Extended index of the last packet sent: also the SRTP index (RFC 3711 §3.3.1).
    private(set) var lastIndex: UInt64
    private(set) var lastTimestamp: UInt32
    private var lastSentAt = MonotonicTime.zero
    private var hasSent = false

    /// First packet of the current source that may pass; what is older belongs before the switch.
    private var firstSourceIndex: UInt64 = 0
    private var indexOffset: UInt64 = 0
    private(set) var timestampOffset: UInt32 = 0

    private var lastPictureID: UInt16 = 0
    private var lastTL0: UInt8 = 0
    private var pictureOffset: UInt16 = 0
    private var tl0Offset: UInt8 = 0

    /// Random starts in the lower half, so that the first roll-over is far (RFC 3711 §3.3.1).
    init(using generator: inout some RandomNumberGenerator) {
        lastIndex = UInt64.random(in: 1...0x3fff, using: &generator)
        lastTimestamp = UInt32.random(in: 0...UInt32.max, using: &generator)
    }

    /// Whether picture ids have to be patched into the payload.
    var patchesPictureID: Bool { pictureOffset != 0 || tl0Offset != 0 }

    /// The next packets come from another source, the first of them being `index`.
    mutating func switchSource(
        index: UInt64, timestamp: UInt32, facts: PayloadFacts?, clockRate: UInt32, now: MonotonicTime
    ) {
        firstSourceIndex = index
        indexOffset = (lastIndex &+ 1) &- index
        timestampOffset = nextTimestamp(clockRate: clockRate, now: now) &- timestamp
        if let pictureID = facts?.pictureID { pictureOffset = (lastPictureID &+ 1) &- pictureID }
        if let tl0 = facts?.tl0PictureIndex { tl0Offset = (lastTL0 &+ 1) &- tl0 }
        guard !hasSent else { return }
        // Nothing to be continuous with: leave the payload untouched.
        pictureOffset = 0
        tl0Offset = 0
    }

    /// A switch continues the clock by the time that has passed since the last packet; sender reports then align it exactly.
    private func nextTimestamp(clockRate: UInt32, now: MonotonicTime) -> UInt32 {
        guard hasSent else { return lastTimestamp }
        let elapsed = max((now - lastSentAt).microseconds, 0)
        let ticks = elapsed.multipliedReportingOverflow(by: Int64(clockRate)).partialValue / 1_000_000
        return lastTimestamp &+ UInt32(truncatingIfNeeded: max(ticks, 1))
    }

    /// The outgoing index of a packet, or nil when it belongs before the switch.
    @inline(__always)
    func index(of sourceIndex: UInt64) -> UInt64? {
        sourceIndex >= firstSourceIndex ? sourceIndex &+ indexOffset : nil
    }

    /// The source's index of an outgoing sequence number, as a receiver's NACK names it; nil when it is older than the switch or was never sent.
    func sourceIndex(ofOutgoing sequence: UInt16) -> UInt64? {
        let back = UInt64(UInt16(truncatingIfNeeded: lastIndex) &- sequence)
        guard back <= lastIndex else { return nil }
        let source = (lastIndex &- back) &- indexOffset
        return source >= firstSourceIndex && source <= lastIndex &- indexOffset ? source : nil
    }

    @inline(__always)
    func timestamp(of sourceTimestamp: UInt32) -> UInt32 { sourceTimestamp &+ timestampOffset }

    @inline(__always)
    mutating func sent(index: UInt64, timestamp: UInt32, facts: PayloadFacts?, now: MonotonicTime) {
        hasSent = true
        guard index > lastIndex else { return }
        lastIndex = index
        lastTimestamp = timestamp
        lastSentAt = now
        guard let facts else { return }
        if let pictureID = facts.pictureID { lastPictureID = pictureID &+ pictureOffset }
        if let tl0 = facts.tl0PictureIndex { lastTL0 = tl0 &+ tl0Offset }
    }

    /// Writes the shifted picture ids into a payload that starts at `payloadOffset` of the slot (RFC 7741 §4.2, RFC 9628 §4.2).
    @_lifetime(slot: copy slot)
    func patch(_ facts: PayloadFacts, in slot: inout MutableRawSpan, payloadOffset: Int) {
        facts.patch(
            pictureID: ((facts.pictureID ?? 0) &+ pictureOffset) & 0x7fff,
            tl0PictureIndex: (facts.tl0PictureIndex ?? 0) &+ tl0Offset, into: &slot, payloadAt: payloadOffset)
    }
}
