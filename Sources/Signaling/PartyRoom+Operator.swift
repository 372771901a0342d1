import Logging
import PartyCore
import PartyProtocol
import SessionStore

extension PartyRoom {
    /// The operator, where the record names who did something.
    static let operatorName = "operator"

    /// Removes a member in the operator's name: as a host would, and the host too.
    func expel(_ memberID: String) async throws(PartyError) {
        guard party.member(memberID) != nil else { throw .unknownMember(memberID) }
        let now = surroundings.clock.now()
        record(.operatorAction, memberID, ["action": "kick"], now)
        try act { party, now throws(PartyError) in try party.expel(memberID, by: Self.operatorName, at: now) }
        logger.info("removed by the operator", metadata: ["member": "\(memberID)"])
        await endIfEmpty()
    }

    /// Sends everybody away in the operator's name, whoever waits before the door and whoever is on the way in too; then the room ends.
    func closeDown() async {
        let now = surroundings.clock.now()
        record(.operatorAction, nil, ["action": "close-room"], now)
        endReason = Self.operatorName
        reserved = []
        viewers = []
        watching = [:]
        for index in members.indices {
            members[index].listener?.roomClosed()
            // Nobody needs to hear of the others' going.
            members[index].listener = nil
        }
        party.disband(at: now)
        publish(now)
        logger.info("closed by the operator")
        await endIfEmpty()
    }
}
