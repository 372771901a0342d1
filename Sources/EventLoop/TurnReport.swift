import Bytes

/// What a turn of an `EventLoopHandler` tells its loop.
package struct TurnReport: Sendable {
    /// When the next turn is due even if nothing arrives.
    package var deadline: MonotonicTime
    /// Packets that came in, by whichever way.
    package var received = 0
    /// Packets that went out, however many of them as one send.
    package var sent = 0

    package init(deadline: MonotonicTime = .never) { self.deadline = deadline }
}
