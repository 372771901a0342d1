/// `HOST_CHANGED`: who is host now.
package struct ServerHostChanged: ServerMessage, Equatable {
    private let type = "HOST_CHANGED"
    package var hostId: String
    package var reason: HostChangeReason

    package init(hostId: String, reason: HostChangeReason) {
        self.hostId = hostId
        self.reason = reason
    }
}
