/// A distance between two `MonotonicTime`s.
package struct TimeSpan: Sendable, Hashable, Comparable {
    package var nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable package static func microseconds(_ value: Int64) -> Self { Self(nanoseconds: value &* 1_000) }
    @inlinable package static func milliseconds(_ value: Int64) -> Self { Self(nanoseconds: value &* 1_000_000) }
    @inlinable package static func seconds(_ value: Int64) -> Self { Self(nanoseconds: value &* 1_000_000_000) }

    @inlinable package var milliseconds: Int64 { nanoseconds / 1_000_000 }
    @inlinable package var microseconds: Int64 { nanoseconds / 1_000 }
    @inlinable package var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    // Comparable's own versions are reached through a witness table, which shows on the packet path.
    @inlinable package static func <= (left: Self, right: Self) -> Bool { left.nanoseconds <= right.nanoseconds }
    @inlinable package static func > (left: Self, right: Self) -> Bool { left.nanoseconds > right.nanoseconds }
    @inlinable package static func >= (left: Self, right: Self) -> Bool { left.nanoseconds >= right.nanoseconds }
    @inlinable
    package static func * (left: Self, right: Int64) -> Self {
        let (product, overflow) = left.nanoseconds.multipliedReportingOverflow(by: right)
        return Self(nanoseconds: overflow ? .max : product)
    }
}
