import Bytes

/// The two ways of RFC 8285 §4.2 and §4.3 to write an element's id and length.
enum ExtensionForm: Sendable {
    case oneByte
    case twoByte

    @inline(__always) var profile: UInt16 { self == .oneByte ? 0xbede : 0x1000 }
    @inline(__always) var headCount: Int { self == .oneByte ? 1 : 2 }

    /// Answers the bytes written.
    @inline(__always)
    @_lifetime(slot: copy slot)
    func writeHead(id: UInt8, count: Int, into slot: inout MutableRawSpan, at offset: Int) -> Int {
        let length = UInt8(truncatingIfNeeded: count)
        guard self == .twoByte else {
            slot.store(id << 4 | (length &- 1), at: offset)
            return 1
        }
        slot.store(id, at: offset)
        slot.store(length, at: offset + 1)
        return 2
    }
}
