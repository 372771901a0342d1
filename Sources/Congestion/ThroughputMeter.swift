import Bytes

/// Bits a second over the last ten buckets of time.
package struct ThroughputMeter: Sendable {
    private let bucket: Int64
    private var buckets: [10 of Int] = .init(repeating: 0)
    private var total = 0
    private var newest: Int64?
    private var oldest: Int64 = 0

    /// - Parameter window: what the rate is taken over, and what a sender may pause without being taken for gone.
    package init(window: TimeSpan = .milliseconds(500)) { bucket = max(window.nanoseconds / 10, 1) }

    package mutating func add(bytes: Int, at time: MonotonicTime) {
        let number = time.nanoseconds / bucket
        move(to: number)
        guard let newest, newest - number < 10 else { return }
        buckets[Self.place(number)] += bytes
        total += bytes
    }

    /// Over whole buckets: the newest is still filling. 0 until four of them have been seen.
    package mutating func bitrate(at time: MonotonicTime) -> UInt64 {
        move(to: time.nanoseconds / bucket)
        guard let newest else { return 0 }
        let whole = min(newest - oldest, 9)
        guard whole >= 4 else { return 0 }
        let bits = UInt64(clamping: total - buckets[Self.place(newest)]) &* 8
        return bits &* 1_000_000_000 / (UInt64(whole) &* UInt64(bucket))
    }

    /// A clock that goes back by more than the window begins anew.
    private mutating func move(to number: Int64) {
        guard let newest, number - newest < 10, newest - number < 10 else {
            buckets = .init(repeating: 0)
            total = 0
            newest = number
            oldest = number
            return
        }
        guard number > newest else { return }
        for skipped in (newest + 1)...number {
            total -= buckets[Self.place(skipped)]
            buckets[Self.place(skipped)] = 0
        }
        self.newest = number
    }

    private static func place(_ number: Int64) -> Int { Int((number % 10 + 10) % 10) }
}
