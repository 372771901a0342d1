import MediaParameters
import SDP

extension NegotiationSession {
    /// Comes before all other comparisons: the m-lines of a new `RTCPeerConnection` have nothing to do with those of the old one.
    func checkCertificate(of offered: OfferedTransport) throws(NegotiationError) {
        guard plan?.dtls.fingerprint ?? offered.fingerprint == offered.fingerprint else {
            throw NegotiationError(line: offered.setup.line, reason: .fingerprintChanged)
        }
    }

    /// RFC 3264 §8: m-lines stay in their order, and only the place of a refused or stopped one may be taken by another.
    func checkContinuity(of offer: Offer) throws(NegotiationError) {
        for (index, line) in lines.enumerated() where !line.isRejected {
            let mid = line.mid ?? ""
            guard index < offer.lines.count else {
                throw NegotiationError(line: 0, reason: .mediaLineRemoved(mid: mid))
            }
            let offered = offer.lines[index]
            // A stopped m-line may come without its mid.
            guard offered.isStopped || offered.mid == mid, offered.media.media == line.media else {
                throw NegotiationError(line: offered.media.line, reason: .mediaLineReplaced(mid: mid))
            }
        }
        guard offer.lines.count >= lines.count else {
            throw NegotiationError(line: 0, reason: .mediaLineRemoved(mid: ""))
        }
    }

    /// The role this server plays: the one it has, else passive wherever it may choose, since the client's first check arrives before it could
    /// start a handshake anyway (RFC 8842 §5.3).
    func dtlsRole(for offered: OfferedTransport) throws(NegotiationError) -> DTLSRole {
        let running = plan?.dtls.role
        let role: DTLSRole
        switch offered.setup.value {
        case .actpass: role = running ?? .server
        case .active: role = .server
        case .passive: role = .client
        case .holdconn: throw NegotiationError(line: offered.setup.line, reason: .unsupportedSetup)
        }
        guard running ?? role == role else {
            throw NegotiationError(line: offered.setup.line, reason: .roleChanged)
        }
        return role
    }
}
