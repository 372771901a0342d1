import Bytes

/// A number that stands for a peer (RFC 8656 §12).
package struct ChannelBinding: Sendable {
    let number: UInt16
    /// The peer's place among the server's own media addresses, or -1.
    let mediaIndex: Int16
    let peer: SocketAddress
    var expires: MonotonicTime
    /// When the permission for the peer's address ends, kept here so that a packet looks at one record only.
    var permitted: MonotonicTime

    func isUsable(at now: MonotonicTime) -> Bool { now < expires && now < permitted }
}
