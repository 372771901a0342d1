import Bytes

/// Keeps turns that read datagrams apart once they follow each other closely. Waking up, reading and sending cost about as much for one datagram as for
/// many, so under load a short rest lets what arrives meanwhile share them; a quiet server answers at once.
package struct TurnPacing: Sendable {
    /// From the beginning of one turn to that of the next. It adds to the delay of media, and makes arrival times in feedback as coarse.
    package let interval: TimeSpan
    private var previous: MonotonicTime?

    package init(interval: TimeSpan) { self.interval = interval }

    /// - Parameter began: when a turn that read datagrams began.
    /// - Returns: when the next one may begin at the earliest, or nil when it need not wait.
    package mutating func restEnd(afterTurnAt began: MonotonicTime) -> MonotonicTime? {
        defer { previous = began }
        guard let previous, began - previous < interval * 2 else { return nil }
        return began + interval
    }
}
