/// Header of a received RTP packet (RFC 3550 §5.1) and its one-byte extensions (RFC 8285 §4.2).
struct PacketLayout {
    let payloadType: UInt8
    let sequence: UInt16
    let ssrc: UInt32
    let headerCount: Int
    private let extensions: Range<Int>

    init?(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
        guard count >= 12 else { return nil }
        var end = 12 + 4 * Int(bytes[0] & 15)
        var block = end..<end
        if bytes[0] & 16 != 0 {
            guard end + 4 <= count else { return nil }
            let length = 4 * (Int(bytes[end + 2]) << 8 | Int(bytes[end + 3]))
            if bytes[end] == 0xbe, bytes[end + 1] == 0xde { block = (end + 4)..<(end + 4 + length) }
            end += 4 + length
        }
        guard end <= count else { return nil }
        payloadType = bytes[1] & 0x7f
        sequence = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        ssrc = UInt32(bytes[8]) << 24 | UInt32(bytes[9]) << 16 | UInt32(bytes[10]) << 8 | UInt32(bytes[11])
        headerCount = end
        extensions = block
    }

    /// Where the value of the extension with this id starts, if it has at least two bytes.
    func extensionOffset(_ id: UInt8, _ bytes: UnsafeMutablePointer<UInt8>) -> Int? {
        var position = extensions.lowerBound
        while position < extensions.upperBound {
            let length = Int(bytes[position] & 15) + 1
            if bytes[position] == 0 {
                position += 1
            } else if bytes[position] >> 4 == id {
                return length >= 2 && position + 1 + length <= extensions.upperBound ? position + 1 : nil
            } else {
                position += 1 + length
            }
        }
        return nil
    }
}
