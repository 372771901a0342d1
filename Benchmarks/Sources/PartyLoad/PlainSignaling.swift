/// For `limit`: nothing to negotiate. The client announces its room and master key from its own socket (`Client.announcement`).
final class PlainSignaling: Signaling {
    private let host: String
    private let port: UInt16

    init(url: String) throws(LoadError) { (host, port) = try HTTPClient.split(url, defaultPort: 4100) }

    func join(room: String, role: Role, local: LocalParameters) throws(LoadError) -> RemoteParameters {
        var remote = RemoteParameters(host: host, port: port)
        remote.extensions = .init(mid: 4, absSendTime: 2, transportCC: local.transportFeedback ? 3 : 0)
        return remote
    }

    func leaveAll() {}
}
