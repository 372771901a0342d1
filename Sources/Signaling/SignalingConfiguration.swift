import PartyCore
import PartyProtocol

/// Limits and times of signaling.
package struct SignalingConfiguration: Sendable {
    package var rooms = 1000
    package var membersPerRoom = 100
    /// Who only watches by WHEP.
    package var viewersPerRoom = 1000
    /// From the opening of a WebSocket to JOIN.
    package var joinTime: Duration = .seconds(10)
    /// Messages on one WebSocket.
    package var messagesPerSecond = 50
    package var messageBurst = 100
    /// Bytes of one message; the edge refuses larger ones.
    package var messageBytes = PartyLimits.frameBytes
    /// Of one client address; as many at once.
    package var joinsPerMinute = 3000
    /// Characters, at most those of the protocol.
    package var nameLength = PartyLimits.textLength
    package var chatLength = PartyLimits.chatLength
    /// How long a WHIP or WHEP session may be without connectivity before it ends.
    package var absenceTime: Duration = .seconds(30)
    /// How long nobody enters a room that the operator has closed, in milliseconds.
    package var closedTime: Double = 60_000
    /// Times and limits of parties.
    package var party = PartyOptions()
    /// Numbered messages kept for members who come back.
    package var missedMessages = 512
    package var missedBytes = 262_144
    /// Between a change of a room and its being kept for a restart.
    package var saveTime: Duration = .milliseconds(200)
    /// Between two samples of how good it is for a member.
    package var sampleTime: Duration = .seconds(10)
    /// How long an invitation is good that a member makes, or a back end that does not say.
    package var invitationTime: Duration = .seconds(86_400)
    /// Of all members and back ends together.
    package var invitationsPerSecond = 20
    package var invitationBurst = 200
    /// What clients may relay by.
    package var iceServers: [ICEServer] = []
    /// Where clients reach the relay inside (RFC 7065); empty when it is off.
    package var relayURLs: [String] = []

    /// Whether a client of this address, other than this machine's own, may read `/metrics`.
    package var readsMetrics: @Sendable (String) -> Bool = { _ in false }

    /// For which a seat is kept when a connection breaks.
    package var resumeTime: Duration {
        get { .milliseconds(party.grace) }
        set { party.grace = Self.milliseconds(newValue) }
    }

    /// For which everyone waits for somebody's film, at most.
    package var waitTime: Duration {
        get { .milliseconds(party.waitDeadline) }
        set { party.waitDeadline = Self.milliseconds(newValue) }
    }

    /// For which somebody who was removed is kept out.
    package var kickTime: Duration {
        get { .milliseconds(party.kickTime) }
        set { party.kickTime = Self.milliseconds(newValue) }
    }

    /// Who may stand before the door of a room.
    package var knocks: Int {
        get { party.knocks }
        set { party.knocks = newValue }
    }

    /// Chat messages and reactions of one member; five times as many at once.
    package var chatsPerSecond: Int {
        get { Int(party.chatPerSecond) }
        set {
            party.chatPerSecond = Double(newValue)
            party.chatBurst = Double(5 * newValue)
        }
    }

    /// What `/status` tells.
    package var version = ""
    /// Where people find the server, for links; `nil` is where the request came to.
    package var publicURL: String?

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }

    /// As clients are told.
    var limits: ServerLimits {
        var limits = ServerLimits(membersPerRoom: membersPerRoom)
        limits.frameBytes = messageBytes
        limits.chatLength = chatLength
        limits.nameLength = nameLength
        limits.messagesPerSecond = messagesPerSecond
        return limits
    }

    package init() {}
}
