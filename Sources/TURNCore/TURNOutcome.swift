/// What is to be done about a message.
package enum TURNOutcome: Sendable, Equatable {
    /// Nothing; why is counted.
    case dropped
    /// The first bytes of the memory for the answer go back where the message came from.
    case reply(Int)
    /// Relayed addresses are needed before the answer can be made: call `completeAllocate` at once.
    case wantsRelay(RelayRequest)
    /// Data for a peer.
    case relay(RelayedData)
}
