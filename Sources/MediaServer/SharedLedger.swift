import Bytes
import EventLoop
import TURNCore

/// The ledger of all workers: which of them a client meets is the kernel's choice, and must not change what it may have (attack T9).
final class SharedLedger: AllocationLedger, @unchecked Sendable {
    private let mutex = PthreadMutex()
    private var quota: AllocationQuota

    init(_ configuration: TURNConfiguration) { quota = AllocationQuota(configuration) }

    func take(member: [UInt8], client: SocketAddress) -> TURNRefusalReason? {
        mutex.withLock { quota.take(member: member, client: client) }
    }

    func giveBack(member: [UInt8], client: SocketAddress) {
        mutex.withLock { quota.giveBack(member: member, client: client) }
    }

    var total: Int { mutex.withLock { quota.total } }
}
