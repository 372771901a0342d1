import Bytes
import SecureTransport

/// Relayed addresses kept for a later Allocate (RFC 8656 §7.2, RESERVATION-TOKEN), whichever worker it reaches. What stands behind an address is the driver's.
package struct ReservationTable<Reserved: Sendable>: Sendable {
    private struct Entry {
        let reserved: Reserved
        let identity: [UInt8]
        let expires: MonotonicTime
    }

    private static var maximum: Int { 256 }

    private var entries: [UInt64: Entry] = [:]

    package init() {}

    /// - Parameter identity: of the member who may have it.
    /// - Returns: the token, or nil when so many are kept that there is no place.
    package mutating func add(
        _ reserved: Reserved, for identity: [UInt8], until expires: MonotonicTime, now: MonotonicTime
    ) -> UInt64? {
        removeExpired(at: now)
        guard entries.count < Self.maximum else { return nil }
        var chance = SecureRandom()
        let token: UInt64 = chance.next()
        entries[token] = Entry(reserved: reserved, identity: identity, expires: expires)
        return token
    }

    /// What the token stands for, once, if it is the member's own.
    package mutating func take(_ token: UInt64, for identity: [UInt8], now: MonotonicTime) -> Reserved? {
        guard let entry = entries[token], entry.identity == identity, now < entry.expires else { return nil }
        entries[token] = nil
        return entry.reserved
    }

    package mutating func removeExpired(at now: MonotonicTime) {
        guard entries.contains(where: { $0.value.expires <= now }) else { return }
        entries = entries.filter { $0.value.expires > now }
    }

    package mutating func removeAll(of identity: [UInt8]) {
        entries = entries.filter { $0.value.identity != identity }
    }
}
