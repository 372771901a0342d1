import Bytes

/// How many refusals a network has coming. A fixed table: networks that fall into the same place share it, so no flood makes it grow (attack T14).
package struct RefusalLimiter: Sendable {
    private static let places = 4096

    private struct Budget {
        /// Thousandths of an answer.
        var available: Int32
        var last: UInt32
    }

    private let perSecond: Int64
    private let seed: UInt64
    private var budgets: [Budget]

    package init(perSecond: Int, seed: UInt64) {
        self.perSecond = Int64(min(max(perSecond, 1), 10_000))
        self.seed = seed
        budgets = Array(repeating: Budget(available: Int32(self.perSecond * 4000), last: 0), count: Self.places)
    }

    package mutating func take(_ client: SocketAddress, now: MonotonicTime) -> Bool {
        let place = place(of: client)
        let time = UInt32(truncatingIfNeeded: now.milliseconds)
        let elapsed = Int64(time &- budgets[place].last)
        let full = perSecond * 4000
        let available = min(full, Int64(budgets[place].available) + min(elapsed, 10_000) * perSecond)
        guard available >= 1000 else { return false }
        budgets[place] = Budget(available: Int32(available - 1000), last: time)
        return true
    }

    private func place(of client: SocketAddress) -> Int {
        let network = client.isIPv4 ? UInt64(client.ipv4 >> 8) | 1 << 32 : client.high >> 8 | 1 << 63
        var mixed = (network ^ seed) &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ mixed >> 32) &* 0xd6e8_feb8_6659_fd93
        return Int(truncatingIfNeeded: (mixed ^ mixed >> 32) & UInt64(Self.places - 1))
    }
}
