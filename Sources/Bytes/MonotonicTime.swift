/// Nanoseconds on a clock that never goes back. Machines receive it as an argument; only EventLoop reads a real clock.
package struct MonotonicTime: Sendable, Hashable, Comparable {
    package var nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    @inlinable package init(milliseconds: Int64) { nanoseconds = milliseconds &* 1_000_000 }

    package static let zero = MonotonicTime(nanoseconds: 0)
    /// Later than every deadline: "no deadline".
    package static let never = MonotonicTime(nanoseconds: .max)

    @inlinable package var milliseconds: Int64 { nanoseconds / 1_000_000 }
    @inlinable package var microseconds: Int64 { nanoseconds / 1_000 }
    @inlinable package var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    // Comparable's own versions are reached through a witness table, which shows on the packet path.
    @inlinable package static func <= (left: Self, right: Self) -> Bool { left.nanoseconds <= right.nanoseconds }
    @inlinable package static func > (left: Self, right: Self) -> Bool { left.nanoseconds > right.nanoseconds }
    @inlinable package static func >= (left: Self, right: Self) -> Bool { left.nanoseconds >= right.nanoseconds }

    /// Saturates at `never`.
    @inlinable
    package static func + (left: Self, right: TimeSpan) -> Self {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return overflow ? .never : Self(nanoseconds: sum)
    }

    @inlinable
    package static func - (left: Self, right: Self) -> TimeSpan {
        TimeSpan(nanoseconds: left.nanoseconds &- right.nanoseconds)
    }
}
