import NIOCore

/// A connection on its way to whoever serves it. Confined to its event loop.
final class IncomingConnection {
    let channel: any Channel
    let kind: EventLoopPromise<PartyConnection.Kind>
    let guardian: HTTPGuard
    let client: SocketAddress?
    /// Inside TLS.
    var isSecure = false
    /// What TLS has agreed upon (RFC 7301).
    var applicationProtocol: String?

    init(
        _ channel: any Channel, client: SocketAddress?, guardian: HTTPGuard,
        kind: EventLoopPromise<PartyConnection.Kind>
    ) {
        self.channel = channel
        self.client = client
        self.guardian = guardian
        self.kind = kind
    }

    /// Whoever agrees on one protocol and speaks another confuses somebody on the way (attack W14).
    func mayBe(_ stream: StreamKind) -> Bool {
        guard isSecure else { return true }
        switch applicationProtocol {
        case TLSIdentity.webProtocol: return stream == .http
        case .some(let name) where TLSIdentity.relayProtocols.contains(name): return stream == .stun
        default: return stream != .tls
        }
    }
}
