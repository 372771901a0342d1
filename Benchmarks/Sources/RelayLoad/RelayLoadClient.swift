import LoadSupport

/// One allocation, and what is sent through it.
struct RelayLoadClient {
    let path: any PacketPath
    /// Where the peer reaches it.
    let relayed: IPv4Address
    /// When the next burst is due.
    var next: Int64 = .max
}
