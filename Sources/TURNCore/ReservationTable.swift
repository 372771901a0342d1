import Bytes

/// Relayed addresses kept for a later Allocate (RFC 8656 §7.2, RESERVATION-TOKEN).
struct ReservationTable: Sendable {
    private struct Entry {
        let relay: Relay
        let identity: [UInt8]
        let expires: MonotonicTime
    }

    private var entries: [UInt64: Entry] = [:]
    static let maximum = 256

    var isFull: Bool { entries.count >= Self.maximum }

    mutating func add(_ relay: Relay, token: UInt64, identity: [UInt8], expires: MonotonicTime) {
        entries[token] = Entry(relay: relay, identity: identity, expires: expires)
    }

    /// Whether whoever presents the token may have the address.
    func isValid(_ token: UInt64, identity: [UInt8], now: MonotonicTime) -> Bool {
        guard let entry = entries[token] else { return false }
        return entry.identity == identity && now < entry.expires
    }

    mutating func take(_ token: UInt64) -> Relay? { entries.removeValue(forKey: token)?.relay }

    mutating func takeExpired(at now: MonotonicTime) -> [Relay] {
        guard entries.contains(where: { $0.value.expires <= now }) else { return [] }
        defer { entries = entries.filter { $0.value.expires > now } }
        return entries.values.filter { $0.expires <= now }.map(\.relay)
    }

    mutating func take(of identity: [UInt8]) -> [Relay] {
        defer { entries = entries.filter { $0.value.identity != identity } }
        return entries.values.filter { $0.identity == identity }.map(\.relay)
    }
}
