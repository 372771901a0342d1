import Bytes
import EventLoop
import Synchronization

/// Where connections, on threads of their own, leave packets for one worker. Bounded: what a worker cannot keep up with is lost, as on a UDP socket.
final class StreamInbox: @unchecked Sendable {
    /// Bytes of all connections between two turns, and of one of them, so that none crowds the others out.
    static let byteLimit = 2 << 20
    static let streamByteLimit = 256 << 10

    private let mutex = PthreadMutex()
    private let loop: EventLoop
    /// Guarded by `mutex`.
    private var batch = StreamBatch()
    /// Guarded by `mutex`: number of the batch, by which a connection knows what it has in it.
    private var number: UInt64 = 0
    /// Guarded by `mutex`.
    private var lastIndex: UInt64 = 0
    /// Guarded by `mutex`.
    private var lost: UInt64 = 0
    private let hasInput = Atomic<Bool>(false)

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// A stream that has not been there before; answers its index, which is never used again.
    func open(_ stream: WorkerStream) -> UInt64 {
        let index = mutex.withLock {
            lastIndex += 1
            batch.inputs.append(.open(lastIndex, stream))
            return lastIndex
        }
        hasInput.store(true, ordering: .releasing)
        return index
    }

    /// - Parameter share: what this connection has in the current batch.
    func add(_ packet: borrowing RawSpan, of index: UInt64, share: inout StreamShare) {
        mutex.lock()
        defer { mutex.unlock() }
        if share.batch != number { share = StreamShare(batch: number) }
        let count = packet.byteCount
        guard share.count + count <= Self.streamByteLimit, batch.bytes.count + count <= Self.byteLimit else {
            lost += 1
            return
        }
        share.count += count
        batch.inputs.append(.packet(index, offset: batch.bytes.count, count: count))
        packet.withUnsafeBytes { batch.bytes.append(contentsOf: $0) }
    }

    func close(_ index: UInt64) {
        mutex.withLock { batch.inputs.append(.close(index)) }
        wake()
    }

    /// The worker's next turn takes what has been added.
    func wake() {
        hasInput.store(true, ordering: .releasing)
        loop.wake()
    }

    /// Exchanges the batch for an empty one. Answers the number of packets lost since the last time, or nil when there is nothing.
    func take(_ other: inout StreamBatch) -> UInt64? {
        guard hasInput.load(ordering: .relaxed), hasInput.exchange(false, ordering: .acquiringAndReleasing) else {
            return nil
        }
        return mutex.withLock {
            swap(&batch, &other)
            number &+= 1
            defer { lost = 0 }
            return lost
        }
    }
}
