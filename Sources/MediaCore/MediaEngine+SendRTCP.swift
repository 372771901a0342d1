import Bytes
import RTP
import SecureTransport

extension MediaEngine {
    /// Room that SRTCP adds: index and tag of up to 16 bytes.
    private static var protectionCount: Int { 24 }

    /// Lets `write` fill a compound packet and sends it encrypted; nothing is sent when it writes nothing or too much.
    mutating func sendRTCP(
        to handle: Handle<Transport>, _ write: (_ writer: inout ByteWriter) -> Void
    ) {
        guard let destination = transports[handle].selected, transports[handle].sender != nil else { return }
        guard var memory = sendQueue.nextSlot() else { return counters.drop(.sendQueueFull) }
        let count = Self.compound(in: &memory, write)
        guard count > 0 else { return }
        let sealed = transports[handle].sender?.sealRTCP(count: count, slot: &memory) ?? 0
        guard sealed > 0 else { return counters.drop(.sealFailed) }
        sendQueue.commit(sealed, to: destination, tail: &transports[handle].tail)
        transports[handle].statistics.bytesSent &+= UInt64(sealed)
    }

    @_lifetime(memory: copy memory)
    private static func compound(
        in memory: inout MutableRawSpan, _ write: (_ writer: inout ByteWriter) -> Void
    ) -> Int {
        let room = memory.byteCount - protectionCount
        var writer = ByteWriter(memory._mutatingExtracting(0..<min(room, 1200)))
        write(&writer)
        return writer.overflowed ? 0 : writer.count
    }
}
