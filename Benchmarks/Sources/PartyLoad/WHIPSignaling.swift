import LoadSupport

/// WHIP for publishers (RFC 9725), WHEP for receivers (draft-ietf-wish-whep).
final class WHIPSignaling: Signaling {
    private let http: HTTPClient
    private var resources: [String] = []

    init(url: String) throws(LoadError) { http = try HTTPClient(url: url) }

    func join(room: String, role: Role, local: LocalParameters) throws(LoadError) -> RemoteParameters {
        let path = (role == .publisher ? "/whip/" : "/whep/") + room
        let response = try http.send("POST", path, body: SessionText.offer(local, role: role))
        guard response.status == 201 else {
            throw .signaling("POST \(path): \(response.status) \(response.body)")
        }
        if let location = response.headers["location"] { resources.append(Self.path(of: location)) }
        var remote = try SessionText.parse(response.body, host: http.host)
        remote.relays = RelayServer.all(inLink: response.headers["link"] ?? "")
        return remote
    }

    func leaveAll() {
        for resource in resources { _ = try? http.send("DELETE", resource) }
        resources = []
    }

    private static func path(of location: String) -> String {
        guard location.hasPrefix("http"), let slashes = location.utf8.firstIndex(of: 47) else { return location }
        return String(location[slashes...].dropFirst(2).drop { $0 != "/" })
    }
}
