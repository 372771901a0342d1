import Bytes

/// Counts who holds how many allocations, and how many answers strangers were given. Servers that work side by side share one, or a client would get as
/// many from each.
package protocol AllocationLedger: AnyObject, Sendable {
    /// Counts one more, unless it is one too many: then says why.
    func take(member: [UInt8], client: SocketAddress) -> TURNRefusalReason?
    /// One that was counted has ended, or never came to be.
    func giveBack(member: [UInt8], client: SocketAddress)
    var total: Int { get }
    /// Whether a stranger's network has another answer coming (attack T14).
    func takeAnswer(for client: SocketAddress, now: MonotonicTime) -> Bool
}
