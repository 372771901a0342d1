import Bytes

/// When the last 2 048 packets left and how long they were, by transport sequence number. Fixed memory.
struct SentHistory: Sendable {
    struct Packet: Sendable {
        var microseconds: UInt32 = 0
        var sequence: UInt16 = 0
        /// 0 once the packet is known to have arrived. The highest bit is set once it was counted as lost.
        var bytes: UInt16 = 0
    }

    private var packets: [2048 of Packet] = .init(repeating: Packet())

    mutating func sent(_ sequence: UInt16, bytes: Int, at now: MonotonicTime) {
        packets[Int(sequence) & 2047] = Packet(
            microseconds: UInt32(truncatingIfNeeded: now.microseconds), sequence: sequence,
            bytes: UInt16(truncatingIfNeeded: min(max(bytes, 1), 0x7fff)))
    }

    /// Bytes and time of a packet that arrived; nil when it is unknown, too old or already taken.
    mutating func takeArrived(_ sequence: UInt16, now: MonotonicTime) -> (bytes: Int, sent: MonotonicTime)? {
        let packet = packets[Int(sequence) & 2047]
        guard packet.sequence == sequence, packet.bytes > 0 else { return nil }
        packets[Int(sequence) & 2047].bytes = 0
        let age = UInt32(truncatingIfNeeded: now.microseconds) &- packet.microseconds
        // Numbers come round: what is older than ten seconds is another packet's memory.
        guard age < 10_000_000 else { return nil }
        return (Int(packet.bytes & 0x7fff), MonotonicTime(nanoseconds: (now.microseconds &- Int64(age)) &* 1_000))
    }

    /// True the first time that a packet sent is said to be missing.
    mutating func countLost(_ sequence: UInt16) -> Bool {
        let packet = packets[Int(sequence) & 2047]
        guard packet.sequence == sequence, packet.bytes > 0, packet.bytes & 0x8000 == 0 else { return false }
        packets[Int(sequence) & 2047].bytes |= 0x8000
        return true
    }
}
