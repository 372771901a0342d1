/// What stands at the beginning of the bytes that a connection has brought.
package enum StreamFrame: Sendable, Equatable {
    /// So few bytes that the length is not known yet.
    case incomplete
    /// A packet of `count` bytes at `offset`; `total` bytes are to be taken from the stream.
    case packet(offset: Int, count: Int, total: Int)
    /// The connection cannot be understood any more.
    case invalid
}
