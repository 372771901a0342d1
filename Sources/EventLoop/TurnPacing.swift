import Bytes

/// Keeps turns that read datagrams apart once they follow each other closely. Waking up, reading and sending cost about as much for one datagram as for
/// many, so under load a short rest lets what arrives meanwhile share them; a quiet server answers at once. Where a packet goes out to many receivers that
/// cost is little beside sending, and a rest would only delay media: there is none.
package struct TurnPacing: Sendable {
    /// From the beginning of one turn to that of the next, and twice that while turns bring many packets. It adds to the delay of media, and makes arrival
    /// times in feedback as coarse.
    package let interval: TimeSpan
    /// Packets in, from which a turn brings many: a party or two bring fewer.
    package static let busyTurn = 8
    /// Packets out for one in, beyond which there is no rest.
    package static let wideFanOut = 12
    /// How many turns the average of what goes in and out reaches back, as a power of two.
    private static let memory = 5

    private var previous: MonotonicTime?
    /// Sums that fade, in 256ths, so that what is left of small numbers fades too.
    private var received = 0
    private var sent = 0

    package init(interval: TimeSpan) { self.interval = interval }

    /// - Parameters:
    ///   - began: when a turn that read datagrams began.
    ///   - turn: what it did.
    /// - Returns: when the next one may begin at the earliest, or nil when it need not wait.
    package mutating func restEnd(afterTurnAt began: MonotonicTime, _ turn: TurnReport) -> MonotonicTime? {
        defer { previous = began }
        count(turn)
        let rest = isBusy ? interval * 2 : interval
        guard let previous, began - previous < rest * 2, sent <= received * Self.wideFanOut else { return nil }
        return began + rest
    }

    private var isBusy: Bool { received >> Self.memory >= Self.busyTurn << 8 }

    private mutating func count(_ turn: TurnReport) {
        received += turn.received << 8 - received >> Self.memory
        sent += turn.sent << 8 - sent >> Self.memory
    }
}
