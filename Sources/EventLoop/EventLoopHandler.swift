import Bytes

/// What an `EventLoop` runs once a turn, on its own thread.
package protocol EventLoopHandler: AnyObject, Sendable {
    /// - Parameter readable: whether a registered descriptor has something to read.
    /// - Returns: when the next turn is due even if nothing arrives.
    func turn(readable: Bool) -> MonotonicTime
}
