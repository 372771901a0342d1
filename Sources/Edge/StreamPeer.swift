import NIOCore

/// Whoever takes the packets of one connection (ICE-TCP or TURN) and has some for it. Used on the connection's event loop only.
package protocol StreamPeer: AnyObject {
    /// Takes a packet without its frame. False when the connection is not for us and has to be closed.
    func receive(_ packet: RawSpan) -> Bool
    /// Nothing more is there to be read for now.
    func endBatch()
    /// Hands over everything that is to be written, in whole frames.
    func take(_ body: (UnsafeRawBufferPointer) -> Void)
    /// Whether the client has proved itself; one that does not do so in time is closed.
    var isAccepted: Bool { get }
    var ending: StreamEnding { get }
    /// The connection is gone.
    func close()
}
