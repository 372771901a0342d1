/// What an `EventLoop` runs once a turn, on its own thread.
package protocol EventLoopHandler: AnyObject, Sendable {
    /// - Parameter readable: whether a registered descriptor has something to read.
    func turn(readable: Bool) -> TurnReport
}
