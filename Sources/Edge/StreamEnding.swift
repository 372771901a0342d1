/// What is to become of a connection that carries packets.
package enum StreamEnding: Sendable {
    /// It goes on.
    case none
    /// It ends when what waits has been written.
    case afterWriting
    /// It ends at once.
    case now
}
