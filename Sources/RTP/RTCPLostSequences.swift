import Bytes

/// Iterates over what a generic NACK asks for (RFC 4585 §6.2.1), at most `maximum` numbers: a longer list is no repair but a flood.
package struct RTCPLostSequences: ~Escapable {
    package static let maximum = 512

    private let items: RawSpan?
    private var offset = 0
    private var packet: UInt16 = 0
    /// Bit 0 is the packet itself, bit n the n-th after it.
    private var pending: UInt32 = 0
    private var given = 0

    @_lifetime(copy items)
    init(_ items: RawSpan?) { self.items = items }

    @_lifetime(self: copy self)
    package mutating func next() -> UInt16? {
        guard given < Self.maximum else { return nil }
        if pending == 0 {
            guard let items, let packet = items.uint16(at: offset), let following = items.uint16(at: offset + 2) else {
                return nil
            }
            self.packet = packet
            pending = UInt32(following) << 1 | 1
            offset += 4
        }
        let distance = UInt16(truncatingIfNeeded: pending.trailingZeroBitCount)
        pending &= pending &- 1
        given += 1
        return packet &+ distance
    }
}
