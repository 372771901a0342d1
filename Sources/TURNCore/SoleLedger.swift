import Bytes

/// The ledger of a server that works alone, on one thread.
final class SoleLedger: AllocationLedger, @unchecked Sendable {
    private var quota: AllocationQuota
    private var limiter: RefusalLimiter

    init(_ configuration: TURNConfiguration, seed: UInt64) {
        quota = AllocationQuota(configuration)
        limiter = RefusalLimiter(perSecond: configuration.refusalsPerSecond, seed: seed)
    }

    func take(member: [UInt8], client: SocketAddress) -> TURNRefusalReason? {
        quota.take(member: member, client: client)
    }

    func giveBack(member: [UInt8], client: SocketAddress) { quota.giveBack(member: member, client: client) }

    var total: Int { quota.total }

    func takeAnswer(for client: SocketAddress, now: MonotonicTime) -> Bool { limiter.take(client, now: now) }
}
