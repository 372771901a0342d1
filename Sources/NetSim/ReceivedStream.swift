import Bytes

/// What a model peer got in one receive slot.
package struct ReceivedStream: Sendable, Equatable {
    package struct Packet: Sendable, Equatable {
        package var index: UInt64
        package var timestamp: UInt32
        package var pictureID: UInt16
        package var tl0: UInt8
        package var startsKeyFrame: Bool
        package var arrival: MonotonicTime
        /// First byte of the media, so that a test can tell whose it is and that it is unharmed.
        package var mark: UInt8
    }

    package private(set) var packets: [UInt64: Packet] = [:]
    package private(set) var duplicates = 0
    package private(set) var recovered = 0
    package private(set) var nacked = 0
    private var sequence = ExtendedSequence()
    private var asked: [UInt64: (count: Int, last: MonotonicTime)] = [:]

    mutating func index(of sequence: UInt16) -> UInt64 { self.sequence.index(of: sequence) }

    mutating func receive(_ packet: Packet, isRecovered: Bool) {
        if packets.updateValue(packet, forKey: packet.index) != nil {
            duplicates += 1
        } else if isRecovered {
            recovered += 1
        }
        sequence.advance(to: packet.index)
    }

    /// Sequence numbers to ask for now: each missing one at once and each 60 ms again, five times.
    mutating func missing(now: MonotonicTime) -> [UInt16] {
        guard let highest = sequence.highest, let first = packets.keys.min() else { return [] }
        let window = max(first, highest >= 300 ? highest - 300 : 0)...highest
        var due: [UInt16] = []
        for index in window where packets[index] == nil {
            let before = asked[index] ?? (0, .zero)
            guard before.count < 5, before.count == 0 || now - before.last >= .milliseconds(60) else { continue }
            asked[index] = (before.count + 1, now)
            due.append(UInt16(truncatingIfNeeded: index))
        }
        nacked += due.count
        return due
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.packets == right.packets && left.duplicates == right.duplicates && left.recovered == right.recovered
    }
}
