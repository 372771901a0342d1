import Bytes
import STUN

/// What a TCP connection brings, whole and in pieces; the first byte chooses the framing and the size of the pieces.
package enum StreamFrameFuzz: FuzzEntry {
    package static let name = "stream-frames"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        guard let choice = bytes.uint8(at: 0), let stream = bytes.slice(at: 1, count: bytes.byteCount - 1) else {
            return
        }
        let framing: StreamFraming = choice & 1 == 0 ? .iceTCP : .turn
        let whole = decode(stream, framing, pieces: max(1, stream.byteCount))
        let single = decode(stream, framing, pieces: 1)
        let other = decode(stream, framing, pieces: Int(choice >> 1) + 1)
        try promise(whole == single && whole == other, "other packets when the bytes come in pieces")
        try promise(whole.held <= StreamFrameDecoder.packetLimit + 24, "\(whole.held) bytes held")
        var again: [UInt8] = []
        for packet in whole.packets {
            try promise((1...StreamFrameDecoder.packetLimit).contains(packet.count), "a packet of \(packet.count)")
            framing.append(packet.span.bytes, to: &again)
        }
        try promise(
            decode(again.span.bytes, framing, pieces: 7).packets == whole.packets, "frames of ours are read otherwise")
    }

    private struct Outcome: Equatable {
        var packets: [[UInt8]] = []
        var isGood = true
        var held = 0
    }

    private static func decode(_ stream: RawSpan, _ framing: StreamFraming, pieces: Int) -> Outcome {
        var decoder = StreamFrameDecoder(framing)
        var outcome = Outcome()
        for start in stride(from: 0, to: stream.byteCount, by: pieces) where outcome.isGood {
            guard let piece = stream.slice(at: start, count: min(pieces, stream.byteCount - start)) else { break }
            outcome.isGood = decoder.decode(piece) {
                outcome.packets.append($0.array())
                return true
            }
        }
        outcome.held = outcome.isGood ? decoder.heldCount : 0
        return outcome
    }
}
