import Bytes
import Probe
import SecureTransport

/// A session in a room, as long as one stays.
struct MediaVisit: Sendable {
    let room: String
    let offer: ProbeOffer
    let session: ProbeSession
    let certificate: DTLSCertificate
    let relays: [RelayOffer]

    /// Where the server's media listens, as it says itself.
    var media: SocketAddress? {
        session.candidates.first { !$0.isTCP }.flatMap { SocketAddress(host: $0.host, port: $0.port) }
    }

    /// Who sends or receives.
    /// - Parameters:
    ///   - pace: from one packet to the next.
    ///   - payload: bytes of each.
    func peer(pace: TimeSpan = .milliseconds(20), payload: Int = 80) -> ProbePeer {
        ProbePeer(offer: offer, session: session, certificate: certificate, pace: pace, payload: payload)
    }

    /// A connectivity check that is right in everything.
    var check: [UInt8] {
        let peer = peer()
        peer.advance(to: MonotonicTime(milliseconds: 1))
        return peer.takeOutbox().first ?? []
    }
}
