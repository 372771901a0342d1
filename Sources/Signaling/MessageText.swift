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
        let type = try JSONGuard.check(bytes)
        do {
            // Asking the decoder for the type first would make it read the whole object twice.
            if let type, let message = ClientMessageTable.types[type] { return try decode(message, bytes) }
            return try decoder.decode(ClientEnvelope.self, from: Data(bytes)).message
        } catch {
            throw ClientMessageError(error)
        }
    }

    private static func decode<Message: ClientMessage>(_ type: Message.Type, _ bytes: [UInt8]) throws -> Message {
        do {
            let message = try decoder.decode(type, from: Data(bytes))
            try message.validate()
            return message
        } catch {
            throw ClientMessageError(error, in: Message.type)
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

    /// The answer to what clients say most often. Numbers of Swift are numbers of JSON, as long as they are finite, which `ClientPing.validate` has seen to.
    static func encode(_ pong: ServerPong) -> String {
        #"{"type":"PONG","timestamp":\#(pong.timestamp),"received":\#(pong.received),"sent":\#(pong.sent)}"#
    }

    /// Server messages hold only what JSON can say, so an empty object never goes out.
    static func encode(_ message: some ServerMessage) -> String {
        guard let data = try? encoder.encode(message) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
