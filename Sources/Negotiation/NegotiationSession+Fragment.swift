import MediaParameters
import SDP

extension NegotiationSession {
    /// Takes a fragment of `application/trickle-ice-sdpfrag` (RFC 8840), as WHIP and WHEP clients send it by PATCH (RFC 9725 §4.3).
    /// - Returns: nil when it only brings candidates, which an ICE-lite server has no use for; after an ICE restart the fragment to answer, and the
    ///   plan with both ends' new credentials.
    package mutating func restart(
        fragment text: String, local: LocalTransport, using generator: inout some RandomNumberGenerator
    ) throws(NegotiationError) -> NegotiatedAnswer? {
        guard var plan, let tagged else { throw NegotiationError(line: 0, reason: .noSession) }
        // Candidates of the time before a restart may arrive late and must not undo it.
        guard let remote = try Self.credentials(in: text), remote != plan.remoteICE, remote != retired else {
            return nil
        }
        retired = plan.remoteICE
        plan.localICE = credentials(for: remote, local, &generator)
        plan.remoteICE = remote
        self.plan = plan
        return NegotiatedAnswer(
            sdp: fragment(plan.localICE, tagged, local.candidates).text, plan: plan, iceRestarted: true)
    }

    private static func credentials(in text: String) throws(NegotiationError) -> ICECredentials? {
        let fragment: SessionFragment
        do {
            fragment = try SessionFragment(parsing: text)
        } catch {
            throw NegotiationError(error)
        }
        return try ICECredentials([fragment.attributes] + fragment.media.map(\.attributes))
    }

    private func fragment(
        _ credentials: ICECredentials, _ tagged: MediaDescription, _ candidates: [CandidateAddress]
    ) -> SessionFragment {
        var session = AttributeList([Attribute("ice-lite")])
        session.append(GroupAttribute(semantics: "BUNDLE", mids: bundle))
        var media = AttributeList([Attribute("mid", bundle.first ?? "")])
        media.append(credentials)
        media.append(candidates)
        let section = MediaDescription(
            media: tagged.media, port: tagged.port, transport: tagged.transport, formats: tagged.formats,
            attributes: media)
        return SessionFragment(attributes: session, media: [section])
    }
}
