import Bytes
import STUN
import Testing

@Suite("Frames on connections")
struct StreamFrameDecoderTests {
    static let check: [UInt8] =
        [0, 1, 0, 4, 0x21, 0x12, 0xa4, 0x42] + [UInt8](repeating: 7, count: 12) + [0, 0x25, 0, 0]
    static let channelData: [UInt8] = [0x40, 0x01, 0, 5, 1, 2, 3, 4, 5]

    private func framed(_ packets: [[UInt8]], _ framing: StreamFraming) -> [UInt8] {
        var bytes: [UInt8] = []
        for packet in packets { framing.append(packet.span.bytes, to: &bytes) }
        return bytes
    }

    /// What comes out when the bytes arrive in pieces of this size; nil when the connection is to be closed.
    private func decode(_ bytes: [UInt8], _ framing: StreamFraming, pieces: Int) -> [[UInt8]]? {
        var decoder = StreamFrameDecoder(framing)
        var packets: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
            let good = decoder.decode(piece.span.bytes) {
                packets.append($0.array())
                return true
            }
            guard good else { return nil }
        }
        return packets
    }

    @Test(
        "T19: packets come out whole however the bytes are cut, one at a time included",
        arguments: [1, 2, 3, 7, 13, 19, 20, 37, 64, 4096])
    func pieces(size: Int) {
        let media = [UInt8](repeating: 0x80, count: 1200)
        let iceTCP = [Self.check, media, [0x16], media]
        #expect(decode(framed(iceTCP, .iceTCP), .iceTCP, pieces: size) == iceTCP)
        let turn = [Self.check, Self.channelData, [0x40, 0, 0, 0], Self.check, [0x4f, 0xff, 0, 0]]
        #expect(decode(framed(turn, .turn), .turn, pieces: size) == turn)
    }

    @Test("T19: padding of ChannelData is taken off, whatever stands in it")
    func padding() {
        let bytes = Self.channelData + [0xff, 0xff, 0xff] + Self.check
        #expect(decode(bytes, .turn, pieces: 1) == [Self.channelData, Self.check])
    }

    @Test("T19: a length that nobody would send ends the connection before its bytes are waited for")
    func lies() {
        #expect(decode([0xff, 0xff], .iceTCP, pieces: 2) == nil)
        #expect(decode([0x40, 0, 0xff, 0xff], .turn, pieces: 1) == nil)
        #expect(decode([0x08, 0x01, 0, 0], .iceTCP, pieces: 1) == nil, "2049")
        #expect(decode([0x08, 0x00, 0, 0], .iceTCP, pieces: 1) == [], "2048, not here yet")
    }

    @Test(
        "T19: neither STUN nor a channel",
        arguments: [[0x50, 0, 0, 0], [0x80, 0, 0, 4], [0, 1, 0, 3], [0, 1, 0, 0, 1, 2, 3, 4]] as [[UInt8]])
    func unknown(bytes: [UInt8]) {
        #expect(decode(bytes, .turn, pieces: 1) == nil)
        #expect(decode(bytes, .turn, pieces: 64) == nil)
    }

    @Test("empty packets are passed over")
    func empty() {
        #expect(decode([0, 0, 0, 0, 0, 1, 9, 0, 0], .iceTCP, pieces: 1) == [[9]])
    }

    @Test("whoever takes the packets may end it")
    func enough() {
        var decoder = StreamFrameDecoder(.iceTCP)
        var count = 0
        let bytes: [UInt8] = [0, 1, 5, 0, 1, 6]
        let good = decoder.decode(bytes.span.bytes) { _ in
            count += 1
            return false
        }
        #expect(!good)
        #expect(count == 1)
    }

    @Test("never holds more than one frame")
    func held() {
        var decoder = StreamFrameDecoder(.iceTCP)
        let bytes = framed(Array(repeating: [UInt8](repeating: 0x80, count: 2048), count: 9), .iceTCP)
        for byte in bytes.dropLast() {
            let one = [byte]
            let good = decoder.decode(one.span.bytes) { _ in true }
            #expect(good)
            #expect(decoder.heldCount <= 2050)
        }
    }

    private func isMedia(_ packet: [UInt8], _ framing: StreamFraming) -> Bool { framing.isMedia(packet.span.bytes) }

    @Test("media may be lost, checks and handshakes may not")
    func media() {
        #expect(isMedia([0x80, 96], .iceTCP))
        #expect(!isMedia([0x16, 0xfe], .iceTCP))
        #expect(!isMedia(Self.check, .iceTCP))
        #expect(isMedia(Self.channelData, .turn))
        #expect(isMedia([0, 0x17], .turn))
        #expect(!isMedia([0x01, 0x03], .turn))
    }
}
