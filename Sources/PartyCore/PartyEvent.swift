import PartyProtocol

/// What happened in a party, in order: for its members, and for the record.
package enum PartyEvent: Sendable, Equatable {
    /// Somebody is a member now, or again after having been gone.
    case joined(String)
    case left(ServerLeave)
    case away(ServerAway)
    case hostChanged(ServerHostChanged)
    case role(ServerRole)
    case policy(ServerPolicy)
    case timeline(ServerTimeline)
    case waiting(ServerWaiting)
    case said(HistoryEntry)
    case syncErrors(ServerSyncErrors)
    case muteRequest(to: String, ServerMuteRequest)
    /// For host and deputies.
    case knocks(ServerKnocks)
    case admitted(String)
    case turnedAway(String)
    case kicked(String, by: String)
}
