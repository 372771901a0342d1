/// Which packet indices of one source have been seen: the last 1024 (RFC 3711 §3.3.2).
package struct ReplayWindow: Sendable {
    package static let size: UInt64 = 1024

    private var bits: [16 of UInt64] = .init(repeating: 0)
    /// Highest index so far; meaningful when `started`.
    private var highest: UInt64 = 0
    private var started = false

    package init() {}

    /// The index that an RTP sequence number most likely has (RFC 3711 §3.3.1, appendix A).
    package func index(of sequence: UInt16) -> UInt64 {
        let rollover = highest >> 16
        let local = Int(highest & 0xffff)
        let distance = Int(sequence) - local
        // No roll-over has happened before index 0, so a guess of -1 stays 0.
        if distance > 0x8000, rollover > 0 { return (rollover - 1) << 16 | UInt64(sequence) }
        if distance < -0x8000 { return (rollover &+ 1) << 16 | UInt64(sequence) }
        return rollover << 16 | UInt64(sequence)
    }

    /// False for an index that was inserted before or has left the window.
    package func accepts(_ index: UInt64) -> Bool {
        guard started, index <= highest else { return true }
        guard highest - index < Self.size else { return false }
        return bits[Self.word(index)] & Self.bit(index) == 0
    }

    /// To be called once the packet has proved authentic.
    package mutating func insert(_ index: UInt64) {
        if !started {
            started = true
            highest = index
        } else if index > highest {
            clear(from: highest, to: index)
            highest = index
        } else if highest - index >= Self.size {
            return
        }
        bits[Self.word(index)] |= Self.bit(index)
    }

    private mutating func clear(from last: UInt64, to index: UInt64) {
        guard index - last < Self.size else {
            bits = .init(repeating: 0)
            return
        }
        for skipped in (last + 1)...index { bits[Self.word(skipped)] &= ~Self.bit(skipped) }
    }

    private static func word(_ index: UInt64) -> Int { Int(index >> 6 & 15) }
    private static func bit(_ index: UInt64) -> UInt64 { 1 << (index & 63) }
}
