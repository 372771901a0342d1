import Access
import Bytes
import Edge
import Foundation
import Logging
import Signaling

/// The operator's page, when one is wanted: where it listens, its token, and what is said about it at the start.
struct AdminDesk {
    private let address: SocketAddress
    private let isSecure: Bool
    private let token: String
    private let isTokenNew: Bool

    /// - Returns: nil when there is to be none.
    init?(_ configuration: Configuration) {
        guard let port = configuration.admin.port else { return nil }
        var address = configuration.admin.host
        address.port = port
        self.address = address
        // On this machine nobody listens in, and the certificate names another host.
        isSecure = configuration.tls.mode != .off && !address.isLoopback
        token = configuration.admin.token?.text ?? Self.freshToken()
        isTokenNew = configuration.admin.token == nil
    }

    /// 128 random bits.
    private static func freshToken() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Whether a file belongs to this page alone, so that the page of the parties has none of it.
    static func isFile(_ path: String) -> Bool { path.hasPrefix("/admin/") }

    // MARK: The port

    func checkPort() throws(PortError) {
        let problem = Machine.tryToListen(address)
        guard problem == 0 else { throw portError(problem) }
    }

    func portError(_ errno: Int32) -> PortError {
        PortError(
            transport: "TCP", host: address.host, port: address.port, errno: errno, portKey: .adminPort,
            hostKey: .adminHost)
    }

    // MARK: The server

    func server(
        hub: PartyHub, files: [String: WebFile], identity: TLSIdentity?, logger: Logger
    ) -> AdminServer {
        var security = TransportSecurity()
        security.identity = isSecure ? identity : nil
        return AdminServer(
            hub: hub,
            configuration: AdminConfiguration(
                host: address.host, port: Int(address.port), gate: TokenGate([Access.Secret(token)]),
                isLocal: address.isLoopback),
            files: files, security: security, logger: logger
        ) { port in FileHandle.standardOutput.write(Data(text(port: port).utf8)) }
    }

    /// A token that the operator chose is not shown; one that was made is part of the address, in the part that browsers send to nobody.
    func text(port: Int) -> String {
        let host = address.host == "127.0.0.1" || address.isUnspecified ? "localhost" : address.host
        let place = "\(isSecure ? "https" : "http")://\(host.urlHost):\(port)/admin"
        var lines =
            isTokenNew
            ? [
                "The operator's page is \(place)#token=\(token)",
                "Its token is another one at each start, unless --admin-token chooses it.",
            ] : ["The operator's page is \(place), and asks for the token."]
        if !isSecure, !address.isLoopback {
            lines.append(
                "It is not encrypted: whoever can listen in on the way to it learns the token. Give the server a certificate, or come by \"ssh -L\"."
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
