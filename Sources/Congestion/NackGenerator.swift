import Bytes

/// Which packets of one stream to ask for again, and when (RFC 4585 §6.2.1). Fixed memory: the last 512 sequence numbers.
///
/// A gap may be reordering, so the first request waits for as long as packets usually arrive late; repeats are a round trip apart.
package struct NackGenerator: Sendable {
    package static let window = 512
    package static let maximumTries: UInt8 = 10
    package static let lifetime = TimeSpan.seconds(1)

    private struct Gap: Sendable {
        var index: UInt64
        var noticed: MonotonicTime
        var lastTry: MonotonicTime
        var tries: UInt8
    }

    private var highest: UInt64?
    /// Gaps in order of their index.
    private var gaps: [Gap] = []

    package init() {}

    package var hasMissing: Bool { !gaps.isEmpty }

    package mutating func reset() {
        highest = nil
        gaps.removeAll(keepingCapacity: true)
    }

    /// An arrival, first or again.
    package mutating func received(_ index: UInt64, at now: MonotonicTime) {
        guard let highest else {
            self.highest = index
            return
        }
        guard index > highest else { return fill(index) }
        // A leap is a new stream rather than a loss.
        guard index - highest <= UInt64(Self.window) else {
            reset()
            self.highest = index
            return
        }
        for missing in highest + 1..<index {
            gaps.append(Gap(index: missing, noticed: now, lastTry: now, tries: 0))
        }
        self.highest = index
        if let first = gaps.first, index - first.index > UInt64(Self.window) { gaps.removeAll { index - $0.index > UInt64(Self.window) } }
    }

    /// What to ask for now; counts as asked.
    package mutating func due(now: MonotonicTime, roundTrip: TimeSpan, jitter: TimeSpan) -> NackList {
        var list = NackList()
        gaps.removeAll { $0.tries >= Self.maximumTries || now - $0.noticed > Self.lifetime }
        let patience = min(max(jitter * 2, .milliseconds(5)), .milliseconds(40))
        for position in gaps.indices where !list.isFull {
            let wait = gaps[position].tries == 0 ? patience : max(roundTrip, .milliseconds(20))
            guard now - gaps[position].lastTry >= wait else { continue }
            gaps[position].lastTry = now
            gaps[position].tries += 1
            list.append(UInt16(truncatingIfNeeded: gaps[position].index))
        }
        return list
    }

    private mutating func fill(_ index: UInt64) {
        guard let position = gaps.firstIndex(where: { $0.index == index }) else { return }
        gaps.remove(at: position)
    }
}
