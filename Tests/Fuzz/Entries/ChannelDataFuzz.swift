import Bytes
import STUN

/// A ChannelData message, and the frame that a stream makes of it.
package enum ChannelDataFuzz: FuzzEntry {
    package static let name = "channel-data"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        let frame = STUNStreamFrame(bytes)
        if case .frame(let message, let total) = frame {
            try promise(message >= 4 && total - message < 4 && total <= 65_535 + 20, "a frame of \(message), \(total)")
        }
        guard let message = ChannelData(bytes) else { return }
        try promise(ChannelData.numbers.contains(message.number), "channel \(message.number)")
        let count = ChannelData.headerCount + message.data.byteCount
        try promise(frame == .frame(message: count, total: (count + 3) & ~3), "a stream would cut it elsewhere")
        var header = [UInt8](repeating: 0, count: 4)
        var span = header.mutableSpan
        var memory = span.mutableBytes
        try promise(
            ChannelData.writeHeader(message.number, count: message.data.byteCount, into: &memory), "no header written")
        try promise(Array(bytes.array().prefix(4)) == header, "another header written")
    }
}
