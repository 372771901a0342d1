import Bytes

/// What the engine tells its worker, in the order it happened.
package enum EngineEvent: Sendable, Equatable {
    case transport(TransportID, TransportEvent)
    /// Datagrams from this address belong to this engine: the other workers should hand them over.
    case claimed(SocketAddress)
    case released(SocketAddress)
}
