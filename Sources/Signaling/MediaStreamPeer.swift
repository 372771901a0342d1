import Bytes
import Edge
import MediaServer
import NIOCore
import STUN

/// Brings the TCP port and the media plane together: packets of one connection to a media worker, and what it answers back.
final class MediaStreamPeer: StreamPeer {
    private let stream: MediaStream
    private let outbox: StreamOutbox

    private init(_ stream: MediaStream, _ outbox: StreamOutbox) {
        self.stream = stream
        self.outbox = outbox
    }

    static func open(
        _ origin: StreamOrigin, _ media: MediaServer, notify: @escaping @Sendable () -> Void
    ) -> (any StreamPeer)? {
        guard let client = origin.client.flatMap(Bytes.SocketAddress.init) else { return nil }
        let outbox = StreamOutbox(origin.framing, notify: notify)
        let stream = media.openStream(
            kind: origin.framing, transport: origin.isSecure ? .tls : .tcp, client: client, outbox: outbox)
        return MediaStreamPeer(stream, outbox)
    }

    func receive(_ packet: RawSpan) -> Bool { stream.receive(packet) }

    func endBatch() { stream.endBatch() }

    func take(_ body: (UnsafeRawBufferPointer) -> Void) { outbox.take(body) }

    var isAccepted: Bool { outbox.isAccepted }

    var ending: StreamEnding {
        switch outbox.state {
        case .open: .none
        case .finished: .afterWriting
        case .overrun: .now
        }
    }

    func close() { stream.close() }
}
