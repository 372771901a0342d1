import Foundation
import PartyProtocol

/// Messages as JSON texts.
enum MessageText {
    private static let decoder = JSONDecoder()
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()

    /// Throws `JSONGuardError` for what is no JSON object within the limits, which ends the socket, and `ClientMessageError` for what is one, but
    /// no message.
    static func decode(_ text: String) throws -> any ClientMessage {
        let bytes = Array(text.utf8)
        try JSONGuard.check(bytes)
        do {
            return try decoder.decode(ClientEnvelope.self, from: Data(bytes)).message
        } catch {
            throw ClientMessageError(error)
        }
    }

    /// The same for clients of the first extension.
    static func decodeLegacy(_ text: String) throws -> LegacyMessage {
        let bytes = Array(text.utf8)
        try JSONGuard.check(bytes)
        do {
            let message = try decoder.decode(LegacyMessage.self, from: Data(bytes))
            try message.validate()
            return message
        } catch {
            throw ClientMessageError(error)
        }
    }

    /// Server messages hold only what JSON can say, so an empty object never goes out.
    static func encode(_ message: some ServerMessage) -> String {
        guard let data = try? encoder.encode(message) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
