import Bytes

/// Constants of the fixed header (RFC 8489 §5).
package enum STUNHeader {
    package static let count = 20
    package static let magicCookie: UInt32 = 0x2112_a442

    /// A quick look for a demultiplexer that has already read the first byte (RFC 7983): is the cookie there?
    @inlinable
    package static func hasMagicCookie(_ datagram: RawSpan) -> Bool { datagram.uint32(at: 4) == 0x2112_a442 }
}
