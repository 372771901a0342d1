import Bytes
import STUN
import SecureTransport

/// A TURN server (RFC 8656) without sockets and clocks: messages go in; answers, and where to relay what, come out.
///
/// One thread owns it. Data of clients and peers allocates nothing; requests are control calls. Strangers leave no trace: nonces need no
/// memory and refusals are counted in a table of fixed size.
package struct TURNServer: ~Copyable {
    let configuration: TURNConfiguration
    let realm: [UInt8]
    let credentials: TURNCredentials
    var nonces: NonceIssuer

    var allocations = Arena<Allocation>()
    var clients: [SocketAddress: Handle<Allocation>] = [:]
    /// By the number of the relayed address.
    var owners: [Handle<Allocation>?] = []
    let ledger: any AllocationLedger
    var known = KnownMembers()
    var pending: AllocateIntent?
    var random: SeededGenerator
    var nextSweep = MonotonicTime.zero

    /// Relayed addresses that nobody holds any more: the owner closes them and empties the list.
    package var released: [Relay] = []
    package var counters = TURNCounters()
    /// What to add to the monotonic clock's seconds to have Unix time, by which credentials expire.
    package var unixOffset: Int64 = 0

    /// - Parameters:
    ///   - nonceKey: at least 16 secret bytes, the same for all workers of a server.
    ///   - seed: secret; spreads networks over the table of refusals and makes transaction identifiers.
    ///   - ledger: the same for all workers of a server; nil when it works alone.
    package init(
        configuration: TURNConfiguration, credentials: TURNCredentials, nonceKey: [UInt8], seed: UInt64,
        ledger: (any AllocationLedger)? = nil
    ) {
        self.configuration = configuration
        self.credentials = credentials
        realm = Array(configuration.realm.utf8)
        nonces = NonceIssuer(
            key: nonceKey, lifetime: configuration.nonceLifetime, offersUserhash: configuration.offersUserhash)
        self.ledger = ledger ?? SoleLedger(configuration, seed: seed)
        random = SeededGenerator(seed: seed &+ 1)
    }

    package var allocationCount: Int { allocations.count }

    /// Whether nothing is left of anyone.
    package var isEmpty: Bool {
        allocations.count == 0 && clients.isEmpty && ledger.total == 0 && !owners.contains { $0 != nil }
    }

    package var policy: PeerPolicy { configuration.policy }

    /// Whether the path has an allocation.
    package func hasAllocation(_ path: SocketAddress) -> Bool { clients[path] != nil }

    mutating func drop(_ reason: TURNRefusalReason) -> TURNOutcome {
        counters.count(reason)
        return .dropped
    }

    func unixTime(_ now: MonotonicTime) -> Int64 { now.milliseconds / 1000 &+ unixOffset }
}
