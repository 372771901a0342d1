import Bytes
import EventLoop
import TURNCore

/// The reservations of all workers: which of them a client comes back to is the kernel's choice (RFC 8656 §7.2).
final class RelayReservations: @unchecked Sendable {
    private let mutex = PthreadMutex()
    private var table = ReservationTable<ReservedRelay>()

    /// - Returns: the token, or nil when there is no place.
    func add(_ reserved: ReservedRelay, for identity: [UInt8], until expires: MonotonicTime, now: MonotonicTime)
        -> UInt64?
    {
        mutex.withLock { table.add(reserved, for: identity, until: expires, now: now) }
    }

    func take(_ token: UInt64, for identity: [UInt8], now: MonotonicTime) -> ReservedRelay? {
        mutex.withLock { table.take(token, for: identity, now: now) }
    }

    func removeExpired(at now: MonotonicTime) { mutex.withLock { table.removeExpired(at: now) } }

    func removeAll(of identity: [UInt8]) { mutex.withLock { table.removeAll(of: identity) } }
}
