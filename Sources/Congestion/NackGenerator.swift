import Bytes

/// Which packets of one stream to ask for again, and when (RFC 4585 §6.2.1). Fixed memory: the last 512 sequence numbers.
///
/// A gap may be reordering, so the first request waits for as long as packets usually arrive late; repeats are a round trip apart.
package struct NackGenerator: Sendable {
    package static let window = 512
    package static let maximumTries: UInt8 = 10
    package static let lifetime = TimeSpan.seconds(1)

    /// Times in `ticks`.
    private struct Gap: Sendable {
        var noticed: UInt32 = 0
        var lastTry: UInt32 = 0
        var tries: UInt8 = 0
    }

    private var highest: UInt64?
    private var missingCount = 0
    /// Gaps given up: each may be a frame that cannot be decoded.
    package private(set) var abandoned: UInt64 = 0
    /// Bit per index modulo the window; set while the packet is missing.
    private var missing: [8 of UInt64] = .init(repeating: 0)
    private var gaps: [512 of Gap] = .init(repeating: Gap())

    package init() {}

    package var hasMissing: Bool { missingCount > 0 }

    package mutating func reset() {
        highest = nil
        missingCount = 0
        missing = .init(repeating: 0)
    }

    /// An arrival, first or again.
    package mutating func received(_ index: UInt64, at now: MonotonicTime) {
        guard let highest else {
            self.highest = index
            return
        }
        guard index > highest else { return fill(index, highest: highest) }
        // A leap is a new stream rather than a loss.
        guard index &- highest <= UInt64(Self.window) else {
            reset()
            self.highest = index
            return
        }
        if missingCount > 0 { forget(from: highest &+ 1, through: index) }
        if index &- highest > 1 { note(from: highest &+ 1, to: index, at: now) }
        self.highest = index
    }

    /// What to ask for now, oldest first; counts as asked. Gaps asked for too often or too old are given up.
    package mutating func due(now: MonotonicTime, roundTrip: TimeSpan, jitter: TimeSpan) -> NackList {
        var list = NackList()
        guard let highest, missingCount > 0 else { return list }
        let patience = Self.ticks(min(max(jitter * 2, .milliseconds(5)), .milliseconds(40)))
        let spacing = Self.ticks(min(max(roundTrip, .milliseconds(20)), .milliseconds(500)))
        var distance = Int(min(highest, UInt64(Self.window - 1)))
        while distance >= 0, !list.isFull {
            let place = Self.place(highest &- UInt64(distance))
            let rest = missing[place >> 6] >> UInt64(place & 63)
            guard rest & 1 == 1 else {
                distance -= rest == 0 ? 64 - place & 63 : rest.trailingZeroBitCount
                continue
            }
            if isDue(place, at: Self.ticks(now), patience, spacing) {
                list.append(UInt16(truncatingIfNeeded: highest &- UInt64(distance)))
            }
            distance -= 1
        }
        return list
    }

    private mutating func isDue(_ place: Int, at time: UInt32, _ patience: UInt32, _ spacing: UInt32) -> Bool {
        let gap = gaps[place]
        guard gap.tries < Self.maximumTries, time &- gap.noticed <= Self.ticks(Self.lifetime) else {
            abandon(place)
            return false
        }
        guard time &- gap.lastTry >= (gap.tries == 0 ? patience : spacing) else { return false }
        gaps[place].lastTry = time
        gaps[place].tries += 1
        return true
    }

    private mutating func note(from first: UInt64, to end: UInt64, at now: MonotonicTime) {
        let time = Self.ticks(now)
        for index in first..<end {
            let place = Self.place(index)
            missing[place >> 6] |= 1 << UInt64(place & 63)
            gaps[place] = Gap(noticed: time, lastTry: time, tries: 0)
        }
        missingCount += Int(end &- first)
    }

    /// Places that are about to be used again belong to packets that left the window.
    private mutating func forget(from first: UInt64, through last: UInt64) {
        for index in first...last where isMissing(Self.place(index)) { abandon(Self.place(index)) }
    }

    private mutating func fill(_ index: UInt64, highest: UInt64) {
        let place = Self.place(index)
        guard highest &- index < UInt64(Self.window), isMissing(place) else { return }
        clear(place)
    }

    private mutating func abandon(_ place: Int) {
        abandoned &+= 1
        clear(place)
    }

    private mutating func clear(_ place: Int) {
        missing[place >> 6] &= ~(1 << UInt64(place & 63))
        missingCount -= 1
    }

    private func isMissing(_ place: Int) -> Bool { missing[place >> 6] >> UInt64(place & 63) & 1 == 1 }

    private static func place(_ index: UInt64) -> Int { Int(truncatingIfNeeded: index) & (window - 1) }

    /// Units of 100 µs; differences hold over the wrap every five days.
    private static func ticks(_ time: MonotonicTime) -> UInt32 {
        UInt32(truncatingIfNeeded: time.nanoseconds / 100_000)
    }
    private static func ticks(_ span: TimeSpan) -> UInt32 { UInt32(clamping: span.nanoseconds / 100_000) }
}
