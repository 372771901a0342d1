import Bytes

/// A relayed address of an allocation and how long it lasts. Of two families each is refreshed by itself (RFC 8656 §8.2).
struct RelayLease: Sendable {
    let relay: Relay
    var expires: MonotonicTime
}
