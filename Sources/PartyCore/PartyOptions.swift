/// Times in milliseconds and limits of a party.
package struct PartyOptions: Sendable, Equatable {
    /// For which a seat is kept when a connection breaks.
    package var grace: Double = 30_000
    /// For which a host who is gone may come back to the seat.
    package var hostReturn: Double = 60_000
    /// For which everyone waits for somebody's film, at most.
    package var waitDeadline: Double = 8_000
    /// How long whoever was waited for in vain is not waited for again.
    package var excuse: Double = 30_000
    /// Waits that one member may cause in a minute.
    package var waitsPerMinute = 3
    /// Between a command and its effect.
    package var shortestLead: Double = 60
    package var usualLead: Double = 120
    package var longestLead: Double = 800
    /// For which somebody who was kicked is refused, and others from the same network have to knock.
    package var kickTime: Double = 3_600_000
    /// How long one may stand before the door.
    package var knockTime: Double = 300_000
    package var knocks = 20
    /// From one network, so that nobody blocks the door for all others.
    package var knocksPerAddress = 10
    package var historyEntries = 100
    package var historyBytes = 32_768
    /// What one member may say: at once, and a second.
    package var chatBurst: Double = 10
    package var chatPerSecond: Double = 2
    /// Between two `SYNC_ERRORS`.
    package var syncErrorInterval: Double = 3_000
    package var bans = 1_000
    /// Members who closed properly and may come back.
    package var departed = 1_000

    package init() {}
}
