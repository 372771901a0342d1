import Bytes

/// The ledger of a server that works alone, on one thread.
final class SoleLedger: AllocationLedger, @unchecked Sendable {
    private var quota: AllocationQuota

    init(_ configuration: TURNConfiguration) { quota = AllocationQuota(configuration) }

    func take(member: [UInt8], client: SocketAddress) -> TURNRefusalReason? {
        quota.take(member: member, client: client)
    }

    func giveBack(member: [UInt8], client: SocketAddress) { quota.giveBack(member: member, client: client) }

    var total: Int { quota.total }
}
