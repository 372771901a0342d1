import Bytes

/// Groups packets sent within 5 ms of each other and compares the distances of consecutive groups (draft-ietf-rmcat-gcc-02 §5.2):
/// when they arrive further apart than they were sent, a queue has grown.
struct PacketGroups: Sendable {
    private static let span = TimeSpan.milliseconds(5)
    /// A pause or a clock that jumped: begin anew rather than compare.
    private static let maximumGap = TimeSpan.seconds(3)

    private struct Group: Sendable {
        var firstSent: MonotonicTime
        var lastSent: MonotonicTime
        var lastArrival: MonotonicTime
    }

    private var previous: Group?
    private var current: Group?

    /// How much more the arrivals lie apart than the departures, in ms, each time a group is complete.
    mutating func add(sent: MonotonicTime, arrival: MonotonicTime) -> Double? {
        guard let group = current else {
            current = Group(firstSent: sent, lastSent: sent, lastArrival: arrival)
            return nil
        }
        guard (arrival - group.lastArrival).magnitude < Self.maximumGap,
            (sent - group.lastSent).magnitude < Self.maximumGap
        else {
            previous = nil
            current = Group(firstSent: sent, lastSent: sent, lastArrival: arrival)
            return nil
        }
        // Reordered: it belongs to a group that is already compared.
        guard sent >= group.firstSent else { return nil }
        guard sent - group.firstSent > Self.span else {
            current?.lastSent = max(group.lastSent, sent)
            current?.lastArrival = max(group.lastArrival, arrival)
            return nil
        }
        defer {
            previous = group
            current = Group(firstSent: sent, lastSent: sent, lastArrival: arrival)
        }
        guard let previous else { return nil }
        let arrivals = group.lastArrival - previous.lastArrival
        let departures = group.lastSent - previous.lastSent
        return Double(arrivals.nanoseconds &- departures.nanoseconds) / 1e6
    }
}

extension TimeSpan {
    var magnitude: TimeSpan { TimeSpan(nanoseconds: nanoseconds < 0 ? 0 &- nanoseconds : nanoseconds) }
}
