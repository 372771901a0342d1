/// What may wait for a client that reads too slowly.
package struct StreamOutboxLimits: Sendable {
    /// Bytes; above this the oldest media goes, down to half.
    package var bytes = 256 << 10
    /// Bytes thrown away, or of what must not be thrown away, with nothing taken in between: the connection is closed.
    package var patience = 2 << 20

    package init() {}
}
