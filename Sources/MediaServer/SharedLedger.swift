import Bytes
import EventLoop
import SecureTransport
import TURNCore

/// The ledger of all workers: which of them a client meets is the kernel's choice, and must not change what it may have (attacks T9, T14).
final class SharedLedger: AllocationLedger, @unchecked Sendable {
    private let mutex = PthreadMutex()
    private var quota: AllocationQuota
    /// Apart from the quota, so that a flood of strangers waits for strangers only.
    private let limiterMutex = PthreadMutex()
    private var limiter: RefusalLimiter

    init(_ configuration: TURNConfiguration) {
        var random = SecureRandom()
        quota = AllocationQuota(configuration)
        limiter = RefusalLimiter(perSecond: configuration.refusalsPerSecond, seed: random.next())
    }

    func take(member: [UInt8], client: SocketAddress) -> TURNRefusalReason? {
        mutex.withLock { quota.take(member: member, client: client) }
    }

    func giveBack(member: [UInt8], client: SocketAddress) {
        mutex.withLock { quota.giveBack(member: member, client: client) }
    }

    var total: Int { mutex.withLock { quota.total } }

    func takeAnswer(for client: SocketAddress, now: MonotonicTime) -> Bool {
        limiterMutex.withLock { limiter.take(client, now: now) }
    }
}
