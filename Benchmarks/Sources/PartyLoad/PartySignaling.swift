import Foundation
import LoadSupport

/// The party's own WebSocket: each client is a member, as a browser's tab is one, and its socket stays open to the end.
final class PartySignaling: Signaling {
    private let http: HTTPClient
    private var sockets: [WebSocketClient] = []

    init(url: String) throws(LoadError) { http = try HTTPClient(url: url) }

    func join(room: String, role: Role, local: LocalParameters) throws(LoadError) -> RemoteParameters {
        let socket = try WebSocketClient(http, path: "/ws")
        sockets.append(socket)
        try socket.send(Self.text(["type": "JOIN", "version": 1, "roomId": room, "name": "Load \(sockets.count)"]))
        let welcome = try Self.await("WELCOME", on: socket)
        let track: [String: Any] = ["mid": "0", "source": "camera", "muted": false]
        let offer: [String: Any] = [
            "type": "OFFER", "id": 1, "sdp": SessionText.offer(local, role: role),
            "tracks": role == .publisher ? [track] : [],
        ]
        try socket.send(Self.text(offer))
        guard let answer = try Self.await("ANSWER", on: socket)["sdp"] as? String else {
            throw .signaling("an ANSWER without sdp")
        }
        var remote = try SessionText.parse(answer, host: http.host)
        remote.relays = Self.relays(welcome)
        return remote
    }

    private static func relays(_ welcome: [String: Any]) -> [RelayServer] {
        let servers = welcome["iceServers"] as? [[String: Any]] ?? []
        return servers.flatMap { server -> [RelayServer] in
            guard let username = server["username"] as? String, let password = server["credential"] as? String else {
                return []
            }
            let urls = server["urls"] as? [String] ?? []
            return urls.compactMap { RelayServer(url: $0, username: username, password: password) }
        }
    }

    func leaveAll() { sockets = [] }

    /// The next message of this type; others are passed over.
    private static func await(_ type: String, on socket: WebSocketClient) throws(LoadError) -> [String: Any] {
        while true {
            let text = try socket.receive()
            let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
            guard let message = value as? [String: Any] else { throw .signaling("no message: \(text)") }
            if message["type"] as? String == type { return message }
            if message["type"] as? String == "ERROR" { throw .signaling("\(type): \(text)") }
        }
    }

    private static func text(_ message: [String: Any]) throws(LoadError) -> String {
        guard let data = try? JSONSerialization.data(withJSONObject: message) else { throw .signaling("no JSON") }
        return String(decoding: data, as: UTF8.self)
    }
}
