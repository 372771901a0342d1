/// Nanoseconds on a clock that never goes back. Machines receive it as an argument; only EventLoop reads a real clock.
public struct MonotonicTime: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    @inlinable public init(milliseconds: Int64) { nanoseconds = milliseconds &* 1_000_000 }

    public static let zero = MonotonicTime(nanoseconds: 0)
    /// Later than every deadline: "no deadline".
    public static let never = MonotonicTime(nanoseconds: .max)

    @inlinable public var milliseconds: Int64 { nanoseconds / 1_000_000 }
    @inlinable public var microseconds: Int64 { nanoseconds / 1_000 }
    @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    // Comparable's own versions are reached through a witness table, which shows on the packet path.
    @inlinable public static func <= (left: Self, right: Self) -> Bool { left.nanoseconds <= right.nanoseconds }
    @inlinable public static func > (left: Self, right: Self) -> Bool { left.nanoseconds > right.nanoseconds }
    @inlinable public static func >= (left: Self, right: Self) -> Bool { left.nanoseconds >= right.nanoseconds }

    /// Saturates at `never`.
    @inlinable
    public static func + (left: Self, right: TimeSpan) -> Self {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return overflow ? .never : Self(nanoseconds: sum)
    }

    @inlinable
    public static func - (left: Self, right: Self) -> TimeSpan {
        TimeSpan(nanoseconds: left.nanoseconds &- right.nanoseconds)
    }
}
