import Bytes
import STUN
import Synchronization

extension MediaServer {
    /// A connection on the TCP port that carries packets.
    /// - Parameters:
    ///   - client: the client's own address.
    ///   - outbox: gets what is to be written to the connection.
    package func openStream(
        kind: StreamFraming, transport: StreamTransport, client: SocketAddress, outbox: StreamOutbox
    ) -> MediaStream {
        let stream = WorkerStream(framing: kind, transport: transport, client: client, outbox: outbox)
        let worker = kind == .turn ? nextStreamWorker.add(1, ordering: .relaxed).oldValue % workers.count : nil
        return MediaStream(stream, workers: workers, startingWith: worker)
    }
}
