import Bytes

/// A server of ours that answers.
enum RunningServer {
    static func isThere(_ place: ServerPlace) async -> Bool {
        var place = place
        place.isVerified = false
        guard let reply = try? await HTTPProbe(place: place, time: .seconds(3)).send("GET", "/health") else {
            return false
        }
        return reply.body.contains("\"status\"")
    }
}
