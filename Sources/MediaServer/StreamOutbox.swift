import Bytes
import EventLoop
import STUN

/// What waits to be written to one connection: filled by the worker at the end of a turn, emptied by whoever owns the connection, on another thread.
///
/// Bounded: media that waits is late, so the oldest goes first; a client that reads nothing for long is given up.
package final class StreamOutbox: @unchecked Sendable {
    /// What is to become of the connection.
    package enum State: Sendable {
        case open
        /// To be closed when what it was given has been written.
        case finished
        /// To be closed at once: it read too slowly.
        case overrun
    }

    private let framing: StreamFraming
    private let limits: StreamOutboxLimits
    private let notify: @Sendable () -> Void
    private let mutex = PthreadMutex()
    // All guarded by `mutex`.
    private var pending: [UInt8] = []
    private var spare: [UInt8] = []
    private var isNotified = false
    private var wasted = 0
    private var current = State.open
    private var accepted = false

    /// - Parameter notify: called on the worker's thread, at the end of a turn, when there is something to take or to do; not again before `take`.
    package init(
        _ framing: StreamFraming, limits: StreamOutboxLimits = StreamOutboxLimits(),
        notify: @escaping @Sendable () -> Void
    ) {
        self.framing = framing
        self.limits = limits
        self.notify = notify
    }

    // MARK: The connection's side

    package var state: State { mutex.withLock { current } }

    /// Whether the client has proved itself (ICE check, TURN credentials); before, it only costs.
    package var isAccepted: Bool { mutex.withLock { accepted } }

    /// Hands over everything that waits, in whole frames, and makes room for more.
    package func take(_ body: (UnsafeRawBufferPointer) -> Void) {
        var bytes: [UInt8] = mutex.withLock {
            isNotified = false
            wasted = 0
            defer {
                swap(&pending, &spare)
                spare = []
            }
            return pending
        }
        guard !bytes.isEmpty else { return }
        bytes.withUnsafeBytes(body)
        bytes.removeAll(keepingCapacity: true)
        mutex.withLock { spare = bytes }
    }

    // MARK: The worker's side

    /// Several packets are added between `begin` and `end`, which says whether `tell` has to follow.
    func begin() { mutex.lock() }

    func add(_ packet: borrowing RawSpan) {
        guard current == .open else { return }
        framing.append(packet, to: &pending)
    }

    func end() -> Bool {
        defer { mutex.unlock() }
        if pending.count > limits.bytes { shed() }
        return mustTell()
    }

    func accept() {
        mutex.withLock { accepted = true }
    }

    /// Nothing more follows.
    func finish() {
        let tells = mutex.withLock {
            if current == .open { current = .finished }
            return mustTell()
        }
        if tells { tell() }
    }

    func tell() { notify() }

    private func mustTell() -> Bool {
        defer { isNotified = true }
        return !isNotified
    }

    /// Throws the oldest media away, in one pass over what waits.
    private func shed() {
        let waiting = pending
        var kept: [UInt8] = []
        kept.reserveCapacity(limits.bytes)
        var excess = waiting.count - limits.bytes / 2
        var offset = 0
        while excess > 0, let (total, isMedia) = Self.measure(waiting.span.bytes, at: offset, framing) {
            if isMedia {
                excess -= total
                wasted += total
            } else {
                kept.append(contentsOf: waiting[offset..<(offset + total)])
            }
            offset += total
        }
        kept.append(contentsOf: waiting[offset...])
        pending = kept
        if wasted > limits.patience || pending.count > limits.patience { giveUp() }
    }

    /// Length of the frame at `offset`, and whether it may be lost.
    private static func measure(
        _ bytes: RawSpan, at offset: Int, _ framing: StreamFraming
    ) -> (total: Int, isMedia: Bool)? {
        guard let rest = bytes.slice(at: offset, count: bytes.byteCount - offset) else { return nil }
        guard case .packet(let start, let count, let total) = framing.frame(at: rest), total <= rest.byteCount else {
            return nil
        }
        guard let packet = rest.slice(at: start, count: count) else { return nil }
        return (total, framing.isMedia(packet))
    }

    private func giveUp() {
        current = .overrun
        pending = []
        isNotified = false
    }
}
