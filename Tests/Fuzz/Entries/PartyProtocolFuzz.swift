import Bytes
import Foundation
import PartyProtocol

/// A frame from a party's socket: guard, decoder and the error that the client is told.
package enum PartyProtocolFuzz: FuzzEntry {
    package static let name = "party-protocol"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        let frame = bytes.array()
        do {
            try JSONGuard.check(frame)
        } catch {
            if case .syntax(let offset) = error {
                try promise(offset >= 0 && offset <= frame.count, "an error at \(offset) of \(frame.count)")
            }
            return
        }
        try promise(frame.count <= PartyLimits.frameBytes, "a frame of \(frame.count) bytes got through")
        // The first extension's messages come through the same guard.
        try? JSONDecoder().decode(LegacyMessage.self, from: Data(frame)).validate()
        do {
            _ = try JSONDecoder().decode(ClientEnvelope.self, from: Data(frame))
        } catch {
            try check(ClientMessageError(error))
        }
    }

    /// What the client is told is short, and nothing that it sent upsets a log.
    private static func check(_ error: ClientMessageError) throws(FuzzFailure) {
        try promise(error.message.utf8.count <= 512, "an error of \(error.message.utf8.count) bytes")
        let isClean = error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
        try promise(isClean, "control characters in \(error.message.debugDescription)")
        try promise((try? JSONEncoder().encode(error.message)) != nil, "the error cannot be sent")
    }
}
