import Bytes
import MediaParameters
import Negotiation
import SDP

/// A client's offers and the server's answers to them, one after the other.
struct Peer {
    static let local = LocalTransport(
        fingerprint: Fingerprint(algorithm: .sha256, bytes: [UInt8](repeating: 0xab, count: 32))!,
        candidates: [
            CandidateAddress(host: "192.0.2.7", port: 4001), CandidateAddress(host: "2001:db8::7", port: 4001),
        ],
        worker: 1)

    var session = NegotiationSession()
    var generator = SeededGenerator(seed: 1)

    mutating func answer(_ offer: String, allowing: MediaDirection = .sendrecv) throws(NegotiationError) -> Answered {
        let answer = try session.answer(to: offer, local: Self.local, allowing: allowing, using: &generator)
        do {
            return Answered(answer: answer, description: try SessionDescription(parsing: answer.sdp))
        } catch {
            throw NegotiationError(line: error.line, reason: .syntax(error.reason))
        }
    }

    /// The answer to the first offer of a session of its own.
    static func answer(_ offer: String, allowing: MediaDirection = .sendrecv) throws(NegotiationError) -> Answered {
        var peer = Peer()
        return try peer.answer(offer, allowing: allowing)
    }
}

/// An answer with its text parsed back.
struct Answered {
    var answer: NegotiatedAnswer
    var description: SessionDescription

    var plan: MediaPlan { answer.plan }

    subscript(mid: String) -> MediaDescription? {
        description.media.first { $0.attributes.first("mid")?.value == mid }
    }

    func uplink(_ mid: String) -> UplinkParameters? { plan.uplinks.first { $0.mid == mid } }
    func slot(_ mid: String) -> SlotParameters? { plan.slots.first { $0.mid == mid } }
}
