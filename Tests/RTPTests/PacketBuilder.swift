import Bytes

/// Builds RTP packets, also wrong ones, from the numbers that lie in them.
struct PacketBuilder {
    var version: UInt8 = 2
    var padding: [UInt8]?
    var csrcs: [UInt32] = []
    var marker = false
    var payloadType: UInt8 = 96
    var sequence: UInt16 = 1
    var timestamp: UInt32 = 2
    var ssrc: UInt32 = 3
    var profile: UInt16 = 0xbede
    /// Content of the extension block before it is padded to words; nil for no block.
    var block: [UInt8]?
    var payload: [UInt8] = [1, 2, 3]

    var bytes: [UInt8] {
        var first = version << 6 | UInt8(csrcs.count)
        if padding != nil { first |= 0x20 }
        if block != nil { first |= 0x10 }
        var out = [first, (marker ? 0x80 : 0) | payloadType] + big(sequence) + big(timestamp) + big(ssrc)
        for csrc in csrcs { out += big(csrc) }
        if var block {
            while block.count % 4 != 0 { block.append(0) }
            out += big(profile) + big(UInt16(block.count / 4)) + block
        }
        return out + payload + (padding ?? [])
    }

    static func oneByte(_ elements: [(id: UInt8, value: [UInt8])]) -> [UInt8] {
        elements.flatMap { [$0.id << 4 | UInt8($0.value.count - 1)] + $0.value }
    }

    static func twoByte(_ elements: [(id: UInt8, value: [UInt8])]) -> [UInt8] {
        elements.flatMap { [$0.id, UInt8($0.value.count)] + $0.value }
    }
}

func big(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

func random(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in .random(in: 0...255, using: &generator) }
}
