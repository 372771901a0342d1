/// Takes a new connection that carries packets; nil refuses it.
///
/// The second argument may be called from any thread whenever the peer has something to write or its ending has changed.
package typealias StreamOpener = @Sendable (StreamOrigin, @escaping @Sendable () -> Void) -> (any StreamPeer)?
