import Bytes
import ICELite
import MediaParameters
import STUN

/// One TCP or TLS connection that carries packets, as whoever reads it holds it: on one thread.
///
/// ICE-TCP goes to the worker that the username fragment of its first check names; TURN to any.
package final class MediaStream {
    private let workers: [MediaWorker]
    private let stream: WorkerStream
    private var inbox: StreamInbox?
    private var index: UInt64 = 0
    private var share = StreamShare()
    private var isClosed = false

    init(_ stream: WorkerStream, workers: [MediaWorker], startingWith worker: Int?) {
        self.workers = workers
        self.stream = stream
        if let worker { begin(on: worker) }
    }

    /// Takes one packet without its frame. False when the connection is not for this server and has to be closed.
    package func receive(_ packet: RawSpan) -> Bool {
        if inbox == nil {
            guard let worker = Self.worker(named: packet), workers.indices.contains(worker) else { return false }
            begin(on: worker)
        }
        inbox?.add(packet, of: index, share: &share)
        return true
    }

    /// To be called when nothing more is there to be read for now: the worker wakes once for all packets.
    package func endBatch() {
        if !isClosed { inbox?.wake() }
    }

    /// The connection is gone. Its outbox is not used any more afterwards.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        inbox?.close(index)
    }

    private func begin(on worker: Int) {
        let inbox = workers[worker].inbox
        index = inbox.open(stream)
        self.inbox = inbox
    }

    private static func worker(named packet: RawSpan) -> Int? {
        guard let message = STUNMessageView(packet), let fragment = ICELiteAgent.usernameFragment(of: message) else {
            return nil
        }
        return ICECredentials.worker(of: fragment.array())
    }
}
