import Edge

/// What a member hears of its room. Called by the room in order, so it may only pass on.
protocol RoomListener: Sendable {
    /// Where the room's messages go, the same text for everyone; `nil` for a client that knows other words.
    var receiver: WebSocket? { get }
    /// The member of this id can now be watched.
    func publisherAppeared(_ memberID: String)
    /// The host, a deputy or the operator has removed the member.
    func kicked()
    /// The operator has closed the room.
    func roomClosed()
}

extension RoomListener {
    func publisherAppeared(_ memberID: String) {}
}
