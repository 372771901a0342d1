import Access
import Foundation

/// How a probe gets into a room.
enum Admission: Sendable {
    case open
    case invitation(String, room: String)
    /// The secret itself, from which invitations are made.
    case key(InvitationKey)

    /// An invitation says for which room it is (RFC 7519 §3.1: the claims are the second part, in base64url).
    init(token: String?) {
        struct Claims: Decodable { let room: String }
        let parts = token?.split(separator: ".") ?? []
        guard let token, parts.count == 3 else {
            self = .open
            return
        }
        var text = String(parts[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        let claims = Data(base64Encoded: text).flatMap { try? JSONDecoder().decode(Claims.self, from: $0) }
        self = .invitation(token, room: claims?.room ?? Self.anyRoom())
    }

    /// The room of the invitation, else one where nobody is.
    var room: String {
        if case .invitation(_, let room) = self { return room }
        return Self.anyRoom()
    }

    private static func anyRoom() -> String {
        "doctor-" + (0..<12).map { _ in String("abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a") }.joined()
    }

    func token(for room: String) async -> String? {
        switch self {
        case .open: return nil
        case .invitation(let token, _): return token
        case .key(let key):
            let expiry = Date().timeIntervalSince1970 * 1000 + 60_000
            return try? await key.issue(Invitation(room: room, role: .host, name: "doctor", expires: expiry))
        }
    }
}
