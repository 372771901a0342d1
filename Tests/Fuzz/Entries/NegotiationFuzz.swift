import Bytes
import MediaParameters
import Negotiation
import SDP

/// Offers and fragments to one session, one after the other. Input: texts separated by the byte 0x1e; one without v= is a fragment.
package enum NegotiationFuzz: FuzzEntry {
    package static let name = "negotiation"
    private static let local = LocalTransport(
        fingerprint: Fingerprint(algorithm: .sha256, bytes: [UInt8](repeating: 0xab, count: 32))!,
        candidates: [CandidateAddress(host: "192.0.2.7", port: 4001)], worker: 1)

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var session = NegotiationSession()
        var generator = SeededGenerator(seed: 1)
        for part in bytes.array().split(separator: 0x1e).prefix(4) {
            let text = String(decoding: part, as: UTF8.self)
            if text.hasPrefix("v=") {
                try answer(text, &session, &generator)
            } else {
                try restart(text, &session, &generator)
            }
        }
    }

    private static func answer(_ offer: String, _ session: inout NegotiationSession, _ generator: inout SeededGenerator)
        throws(FuzzFailure)
    {
        let plan = session.plan
        let answer: NegotiatedAnswer
        do {
            answer = try session.answer(to: offer, local: local, using: &generator)
        } catch {
            return try promise(session.plan == plan, "a refused offer changed the session")
        }
        try promise(session.plan == answer.plan, "the session has another plan than its answer")
        guard let offered = try? SessionDescription(parsing: offer),
            let answered = try? SessionDescription(parsing: answer.sdp)
        else { throw FuzzFailure("the answer cannot be read") }
        try promise(answered.media.map(\.media) == offered.media.map(\.media), "the answer has other m-lines")
        try check(answer.plan)
    }

    private static func check(_ plan: MediaPlan) throws(FuzzFailure) {
        let own = plan.slots.flatMap { [$0.ssrc, $0.rtxSSRC] }.compactMap(\.self)
        try promise(Set(own).count == own.count, "two slots share an SSRC")
        let theirs = plan.uplinks.flatMap(\.encodings).flatMap { [$0.ssrc, $0.rtxSSRC] }.compactMap(\.self)
        try promise(Set(own).isDisjoint(with: theirs), "a slot has the SSRC of an uplink")
        let mids = plan.uplinks.map(\.mid)
        try promise(Set(mids).count == mids.count, "two uplinks share a mid")
    }

    private static func restart(
        _ fragment: String, _ session: inout NegotiationSession, _ generator: inout SeededGenerator
    ) throws(FuzzFailure) {
        let plan = session.plan
        guard let answer = try? session.restart(fragment: fragment, local: local, using: &generator) else {
            return try promise(session.plan == plan, "a fragment without restart changed the session")
        }
        try promise(answer.plan.uplinks == plan?.uplinks && answer.plan.slots == plan?.slots, "a restart changed media")
        try promise((try? SessionFragment(parsing: answer.sdp)) != nil, "the fragment written cannot be read")
    }
}
