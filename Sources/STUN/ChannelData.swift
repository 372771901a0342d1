import Bytes

/// A TURN ChannelData message (RFC 8656 §12.4), read in place.
package struct ChannelData: ~Escapable {
    package let number: UInt16
    package let data: RawSpan

    /// Numbers that clients may bind (RFC 8656 §12).
    package static let numbers: ClosedRange<UInt16> = 0x4000...0x4fff
    package static let headerCount = 4

    /// `nil` when the number is none of a channel or the length exceeds the message. Bytes behind the data are padding, which UDP may carry too (§12.5).
    @_lifetime(copy message)
    package init?(_ message: RawSpan) {
        guard let number = message.uint16(at: 0), Self.numbers.contains(number), let length = message.uint16(at: 2),
            let data = message.slice(at: Self.headerCount, count: Int(length))
        else { return nil }
        self.number = number
        self.data = data
    }

    /// Writes the four bytes that go before `count` bytes of data. False when they do not fit or `count` exceeds 65 535.
    @_lifetime(bytes: copy bytes)
    package static func writeHeader(_ number: UInt16, count: Int, into bytes: inout MutableRawSpan) -> Bool {
        guard let length = UInt16(exactly: count), bytes.byteCount >= headerCount else { return false }
        return bytes.store(number, at: 0) && bytes.store(length, at: 2)
    }
}
