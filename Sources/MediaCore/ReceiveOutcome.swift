/// What became of a datagram, for the demultiplexer.
package enum ReceiveOutcome: Sendable, Equatable {
    /// Used or dropped and counted.
    case handled
    /// From an address that no transport of this engine has validated: another worker may know it.
    case unknownAddress
    /// A check whose username fragment names this worker.
    case worker(Int)
}
