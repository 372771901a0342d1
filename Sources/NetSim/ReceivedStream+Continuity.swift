import Bytes

extension ReceivedStream {
    /// The packets in order of their sequence numbers.
    package var inOrder: [Packet] { packets.values.sorted { $0.index < $1.index } }

    /// Sequence numbers between the first and the last that never came.
    package var gaps: Int {
        guard let first = packets.keys.min(), let last = packets.keys.max() else { return 0 }
        return Int(last - first) + 1 - packets.count
    }

    /// Places where neighbours in sequence are neither of one frame nor of one frame and the next.
    package var pictureIDJumps: Int {
        neighbours.count { left, right in
            right.pictureID != left.pictureID && right.pictureID != (left.pictureID + 1) & 0x7fff
        }
    }

    package var tl0Jumps: Int {
        neighbours.count { left, right in right.tl0 != left.tl0 && right.tl0 != left.tl0 &+ 1 }
    }

    /// Places where time goes back, or leaps by more than ten seconds.
    package var timestampJumps: Int {
        neighbours.count { left, right in right.timestamp &- left.timestamp > 900_000 }
    }

    package var keyFrames: Int { packets.values.count { $0.startsKeyFrame } }

    /// The longest time between two arrivals.
    package var longestPause: TimeSpan {
        let times = packets.values.map(\.arrival).sorted()
        return zip(times.dropFirst(), times).map { $0 - $1 }.max() ?? TimeSpan(nanoseconds: 0)
    }

    private var neighbours: [(Packet, Packet)] {
        let ordered = inOrder
        return zip(ordered, ordered.dropFirst()).filter { $1.index == $0.index + 1 }
    }
}
