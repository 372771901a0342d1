import Bytes

/// A peer's address from which, and to which, data may pass (RFC 8656 §9). Ports play no part.
package struct Permission: Sendable {
    let high: UInt64
    let low: UInt64
    var expires: MonotonicTime

    init(_ peer: SocketAddress, expires: MonotonicTime) {
        high = peer.high
        low = peer.low
        self.expires = expires
    }

    func covers(_ peer: SocketAddress) -> Bool { high == peer.high && low == peer.low }
}
