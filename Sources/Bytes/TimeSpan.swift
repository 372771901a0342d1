/// A distance between two `MonotonicTime`s.
public struct TimeSpan: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static func microseconds(_ value: Int64) -> Self { Self(nanoseconds: value &* 1_000) }
    @inlinable public static func milliseconds(_ value: Int64) -> Self { Self(nanoseconds: value &* 1_000_000) }
    @inlinable public static func seconds(_ value: Int64) -> Self { Self(nanoseconds: value &* 1_000_000_000) }

    @inlinable public var milliseconds: Int64 { nanoseconds / 1_000_000 }
    @inlinable public var microseconds: Int64 { nanoseconds / 1_000 }
    @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    // Comparable's own versions are reached through a witness table, which shows on the packet path.
    @inlinable public static func <= (left: Self, right: Self) -> Bool { left.nanoseconds <= right.nanoseconds }
    @inlinable public static func > (left: Self, right: Self) -> Bool { left.nanoseconds > right.nanoseconds }
    @inlinable public static func >= (left: Self, right: Self) -> Bool { left.nanoseconds >= right.nanoseconds }
    @inlinable
    public static func * (left: Self, right: Int64) -> Self {
        let (product, overflow) = left.nanoseconds.multipliedReportingOverflow(by: right)
        return Self(nanoseconds: overflow ? .max : product)
    }
}
