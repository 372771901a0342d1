import NIOCore

/// A text message as it stands on the wire (RFC 6455 §5.2): made once, for however many sockets.
package struct WebSocketText: Sendable {
    let frame: ByteBuffer

    package init(_ text: String) {
        let count = text.utf8.count
        var frame = ByteBufferAllocator().buffer(capacity: 10 + count)
        // The last frame of a message, and text.
        frame.writeInteger(UInt8(0x81))
        switch count {
        case ..<126: frame.writeInteger(UInt8(count))
        case ...Int(UInt16.max):
            frame.writeInteger(UInt8(126))
            frame.writeInteger(UInt16(count))
        default:
            frame.writeInteger(UInt8(127))
            frame.writeInteger(UInt64(count))
        }
        frame.writeString(text)
        self.frame = frame
    }
}
