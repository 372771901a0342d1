import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

extension PartyChannel {
    /// Nil where TLS may not begin: without a certificate, and inside TLS.
    func identity(for connection: IncomingConnection) -> TLSIdentity? { connection.isSecure ? nil : security.identity }

    /// TLS from here on; what is inside is sniffed again.
    func secure(_ connection: IncomingConnection, _ identity: TLSIdentity) throws {
        connection.isSecure = true
        let channel = connection.channel
        census.beginHandshake(channel)
        channel.closeFuture.whenComplete { [census] _ in census.endHandshake(channel) }
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: identity.context))
        try addSniffer(connection)
    }

    func redirect(_ connection: IncomingConnection) throws {
        let handlers = HTTPHandlers(connection.guardian, limits: limits)
        try connection.channel.pipeline.syncOperations.addHandlers(handlers.all)
        try connection.channel.pipeline.syncOperations.addHandler(HTTPSRedirect())
        connection.kind.succeed(.served)
    }
}
