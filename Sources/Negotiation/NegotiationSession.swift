import MediaParameters
import SDP

/// The server's half of offer and answer (RFC 3264, RFC 8829) for one transport. The client always offers. A value: an offer that is refused
/// leaves it as it was.
package struct NegotiationSession: Sendable {
    /// What was last agreed; nil before the first offer.
    package internal(set) var plan: MediaPlan?

    var lines: [NegotiatedLine] = []
    /// The m-line whose transport all share, as a fragment names it, and the mids that share it.
    var tagged: MediaDescription?
    var bundle: [String] = []
    /// The client's credentials before its last restart.
    var retired: ICECredentials?
    private var origin = Origin(username: "-", sessionID: "0", sessionVersion: "0", address: "IN IP4 127.0.0.1")
    private var version: UInt64 = 0
    /// Makes canonical names unique (RFC 7022).
    private var name = ""

    package init() {}

    /// Answers an offer, the first or a later one. Slots keep their SSRCs, seat and canonical name as long as their m-line lives, and the server's
    /// ICE credentials change only with the client's.
    /// - Parameter allowed: the directions, from the client's point of view, that it may use; others are answered as if it had not offered them.
    package mutating func answer(
        to offer: String, local: LocalTransport, allowing allowed: MediaDirection = .sendrecv,
        using generator: inout some RandomNumberGenerator
    ) throws(NegotiationError) -> NegotiatedAnswer {
        let offer = try Offer(parsing: offer, allowing: allowed)
        try checkCertificate(of: offer.transport)
        try checkContinuity(of: offer)
        let role = try dtlsRole(for: offer.transport)
        var next = self
        let answer = next.accept(offer, role, local, &generator)
        self = next
        return answer
    }

    private mutating func accept(
        _ offer: Offer, _ role: DTLSRole, _ local: LocalTransport, _ generator: inout some RandomNumberGenerator
    ) -> NegotiatedAnswer {
        advanceVersion(&generator)
        let restarts = plan.map { $0.remoteICE != offer.transport.credentials } ?? false
        if restarts { retired = plan?.remoteICE }
        let credentials = credentials(for: offer.transport.credentials, local, &generator)
        assignSlots(offer, &generator)
        let plan = MediaPlan(
            localICE: credentials, remoteICE: offer.transport.credentials,
            dtls: DTLSParameters(fingerprint: offer.transport.fingerprint, role: role),
            uplinks: offer.uplinks, slots: slots(of: offer))
        let description = AnswerComposer(offer: offer, plan: plan, local: local, origin: origin).description
        bundle = offer.acceptedBundle
        tagged = description.media.first { $0.attributes.first("mid")?.value == bundle.first }
        self.plan = plan
        return NegotiatedAnswer(sdp: description.text, plan: plan, iceRestarted: restarts)
    }

    /// RFC 8829 §5.2.2: the version grows with every description.
    private mutating func advanceVersion(_ generator: inout some RandomNumberGenerator) {
        if plan == nil {
            // RFC 8829 §5.2.1: 63 random bits.
            origin.sessionID = String(generator.next() >> 1 as UInt64)
            name = String(generator.next() as UInt64, radix: 36)
        }
        version &+= 1
        origin.sessionVersion = String(version)
    }

    /// The server's credentials for these of the client: the ones in use, or fresh ones (RFC 8445 §9).
    func credentials(
        for remote: ICECredentials, _ local: LocalTransport, _ generator: inout some RandomNumberGenerator
    ) -> ICECredentials {
        if let plan, plan.remoteICE == remote { return plan.localICE }
        return .fresh(worker: local.worker, using: &generator)
    }

    private func slots(of offer: Offer) -> [SlotParameters] {
        zip(offer.lines, lines).compactMap { offered, line in
            guard offered.isAccepted, offered.direction.receives, let identity = line.slot else { return nil }
            return offered.slot(identity, cname: "\(name)-\(identity.seat)")
        }
    }
}
