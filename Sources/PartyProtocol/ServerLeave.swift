/// `LEAVE` to the others: somebody went.
package struct ServerLeave: ServerMessage, Equatable {
    private let type = "LEAVE"
    package var memberId: String
    package var reason: LeaveReason

    package init(memberId: String, reason: LeaveReason) {
        self.memberId = memberId
        self.reason = reason
    }
}
