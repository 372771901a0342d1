/// A 16-bit RTP sequence number extended by its roll-over counter, following the highest number seen (RFC 3711 §3.3.1, appendix A).
public struct ExtendedSequence: Sendable, Equatable {
    /// Highest index so far; nil before the first packet.
    public private(set) var highest: UInt64?

    public init() { highest = nil }

    /// The 48-bit index that `sequence` most likely has. Changes nothing: call `advance(to:)` once the packet has proved authentic.
    public func index(of sequence: UInt16) -> UInt64 {
        guard let highest else { return UInt64(sequence) }
        let distance = Int16(truncatingIfNeeded: Int(sequence) &- Int(highest & 0xffff))
        if distance < 0, highest < UInt64(-Int(distance)) { return UInt64(sequence) }
        return UInt64(truncatingIfNeeded: Int64(highest) &+ Int64(distance))
    }

    public mutating func advance(to index: UInt64) {
        highest = max(highest ?? 0, index)
    }

    /// True when `left` comes after `right` in the circle of 2^16.
    @inlinable
    public static func isNewer(_ left: UInt16, than right: UInt16) -> Bool {
        Int16(bitPattern: left &- right) > 0
    }
}
