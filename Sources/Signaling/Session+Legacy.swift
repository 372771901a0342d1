import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

extension Session {
    /// Whether the first message is how the first extension begins; if so, the socket speaks that protocol from then on.
    /// - Throws: as `MessageText.decode`, for what is no JSON object at all.
    func beginLegacy(_ text: String) async throws -> Bool {
        guard legacy == nil, case .fresh = state else { return false }
        guard let message = try? MessageText.decodeLegacy(text), message.isLegacy else { return false }
        guard message.isLegacyJoin else {
            await complain(.badInput, message.type.rawValue + ": not joined", room: message.roomId)
            fail(.notJoined, "JOIN must come first.", in: message.type.rawValue)
            return true
        }
        let speaker = LegacySession(session: self)
        legacy = speaker
        try await speaker.handle(text)
        return true
    }
}
