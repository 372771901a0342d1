import Bytes
import MediaParameters

/// What happens to a transport without being asked for.
package enum TransportEvent: Sendable, Equatable {
    /// Keys are up and the client's address is known; said again when the nominated address changes. The engine knows addresses only and says
    /// `udp`; whoever owns the paths behind virtual addresses puts the client's own address and path in their place.
    case connected(SocketAddress, PathKind)
    /// Consent expired (RFC 7675): nothing is sent until a check comes in, then `connected` follows.
    case disconnected
    /// The receive slots' whole map has changed.
    case slots([SlotOccupancy])
    /// The transport is over and sends nothing more.
    case closed(CloseReason)
}
