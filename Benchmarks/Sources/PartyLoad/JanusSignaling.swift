import Foundation

/// Janus' videoroom over its REST API: publishers offer, subscribers answer.
final class JanusSignaling: Signaling {
    private let http: HTTPClient
    private let options: LoadOptions
    private var session = 0
    private var rooms: [String: (number: Int, feed: Int)] = [:]
    private var transactions = 0

    init(url: String, options: LoadOptions) throws(LoadError) {
        http = try HTTPClient(url: url)
        self.options = options
        session = try Self.identifier(post("/janus", ["janus": "create"]))
    }

    func join(room: String, role: Role, local: LocalParameters) throws(LoadError) -> RemoteParameters {
        let handle = try Self.identifier(
            post("/janus/\(session)", ["janus": "attach", "plugin": "janus.plugin.videoroom"]))
        let path = "/janus/\(session)/\(handle)"
        return role == .publisher ? try publish(room, local, path) : try subscribe(room, local, path)
    }

    private func publish(_ room: String, _ local: LocalParameters, _ path: String) throws(LoadError)
        -> RemoteParameters
    {
        let known = rooms[room]?.number
        let number = if let known { known } else { try create(room, path) }
        let joined = try request(path, ["request": "join", "ptype": "publisher", "room": number])
        rooms[room] = (number, Self.number(joined, "plugindata", "data", "id"))
        let offer = SessionText.offer(local, role: .publisher)
        let answer = try request(
            path, ["request": "configure", "video": true], jsep: ["type": "offer", "sdp": offer])
        return try SessionText.parse(Self.sessionText(answer), host: http.host)
    }

    private func create(_ room: String, _ path: String) throws(LoadError) -> Int {
        let number = 1000 + rooms.count
        let body: [String: Any] = [
            "request": "create", "room": number, "publishers": 64, "videocodec": "vp8", "bitrate": 0,
            "transport_wide_cc_ext": options.transportFeedback,
        ]
        let answer = try post(path, ["janus": "message", "body": body])
        guard (answer["plugindata"] as? [String: Any]) != nil else { throw .signaling("Janus: no room: \(answer)") }
        return number
    }

    private func subscribe(_ room: String, _ local: LocalParameters, _ path: String) throws(LoadError)
        -> RemoteParameters
    {
        guard let (number, feed) = rooms[room] else { throw .signaling("Janus: nobody publishes in \(room)") }
        let attached = try request(
            path, ["request": "join", "ptype": "subscriber", "room": number, "streams": [["feed": feed]]])
        let offer = try Self.sessionText(attached)
        let remote = try SessionText.parse(offer, host: http.host)
        let answer = SessionText.answer(local, to: offer, remote: remote)
        _ = try request(path, ["request": "start"], jsep: ["type": "answer", "sdp": answer])
        return remote
    }

    func leaveAll() { _ = try? post("/janus/\(session)", ["janus": "destroy"]) }

    // MARK: REST

    /// A request to the plugin; its answer comes as an event with the same transaction.
    private func request(_ path: String, _ body: [String: Any], jsep: [String: Any]? = nil) throws(LoadError)
        -> [String: Any]
    {
        var message: [String: Any] = ["janus": "message", "body": body]
        if let jsep { message["jsep"] = jsep }
        let answer = try post(path, message)
        if answer["janus"] as? String == "success" { return answer }
        return try event("load-\(transactions)")
    }

    private func event(_ transaction: String) throws(LoadError) -> [String: Any] {
        for _ in 0..<50 {
            let event = try Self.object(http.send("GET", "/janus/\(session)?maxev=1").body)
            guard event["transaction"] as? String == transaction else { continue }
            let data = (event["plugindata"] as? [String: Any])?["data"] as? [String: Any]
            if let error = data?["error"] { throw .signaling("Janus: \(error)") }
            return event
        }
        throw .signaling("Janus: no event for \(transaction)")
    }

    private func post(_ path: String, _ message: [String: Any]) throws(LoadError) -> [String: Any] {
        transactions += 1
        var message = message
        message["transaction"] = "load-\(transactions)"
        guard let bytes = try? JSONSerialization.data(withJSONObject: message) else {
            throw .signaling("Janus: no JSON")
        }
        let body = String(decoding: bytes, as: UTF8.self)
        let answer = try Self.object(http.send("POST", path, type: "application/json", body: body).body)
        guard answer["janus"] as? String != "error" else { throw .signaling("Janus: \(answer)") }
        return answer
    }

    private static func object(_ text: String) throws(LoadError) -> [String: Any] {
        guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw .signaling("Janus: no JSON object: \(text)")
        }
        return value
    }

    private static func identifier(_ answer: [String: Any]) throws(LoadError) -> Int {
        let identifier = number(answer, "data", "id")
        guard identifier != 0 else { throw .signaling("Janus: no id in \(answer)") }
        return identifier
    }

    private static func number(_ value: [String: Any], _ path: String...) -> Int {
        var place: Any? = value
        for name in path { place = (place as? [String: Any])?[name] }
        return (place as? NSNumber)?.intValue ?? 0
    }

    private static func sessionText(_ event: [String: Any]) throws(LoadError) -> String {
        guard let text = (event["jsep"] as? [String: Any])?["sdp"] as? String else {
            throw .signaling("Janus: no session description in \(event)")
        }
        return text
    }
}
