import NIOCore

/// TLS handshakes in progress, the oldest first.
struct HandshakeQueue: Sendable {
    /// So many times the limit are too many however young they are.
    private static let most = 4

    private var entries: [(channel: any Channel, began: NIODeadline)] = []

    var count: Int { entries.count }

    mutating func add(_ channel: any Channel, at now: NIODeadline) { entries.append((channel, now)) }

    mutating func remove(_ channel: any Channel) { entries.removeAll { $0.channel === channel } }

    /// Takes the oldest while there are more than `limit` and they began before a time, or while there are far too many.
    mutating func takeExcess(over limit: Int, before time: NIODeadline) -> [any Channel] {
        let excess = entries.prefix(max(0, entries.count - limit))
        let far = max(0, entries.count - Self.most * limit)
        let taken = excess.enumerated().prefix { $0.offset < far || $0.element.began <= time }.map(\.element.channel)
        entries.removeFirst(taken.count)
        return taken
    }
}
