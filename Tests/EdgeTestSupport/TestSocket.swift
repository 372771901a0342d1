import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A plain TCP client that sends whatever bytes a test wants and keeps what comes back.
package final class TestSocket: Sendable {
    private let channel: any Channel
    private let inbox: Inbox

    private init(channel: any Channel, inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// A connection inside TLS that believes any certificate.
    /// - Parameters:
    ///   - protocols: what is offered by ALPN.
    ///   - hears: the server's answer; whoever hears nothing never gets beyond the ClientHello.
    package static func connectTLS(
        port: Int, protocols: [String] = [], newest: TLSVersion = .tlsv13, hears: Bool = true
    ) async throws -> TestSocket {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.certificateVerification = .none
        settings.applicationProtocols = protocols
        settings.minimumTLSVersion = .tlsv1
        settings.maximumTLSVersion = newest
        let context = try NIOSSLContext(configuration: settings)
        let inbox = Inbox()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: nil)
                    if !hears { try channel.pipeline.syncOperations.addHandler(Deafness()) }
                    try channel.pipeline.syncOperations.addHandlers(tls, Collector(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return TestSocket(channel: channel, inbox: inbox)
    }

    /// The serial number of the server's certificate, inside TLS.
    package func serialNumber() async throws -> [UInt8]? {
        try await channel.nioSSL_peerCertificate().get()?.serialNumber
    }

    package static func connect(port: Int, reading: Bool = true) async throws -> TestSocket {
        let inbox = Inbox()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reading)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return TestSocket(channel: channel, inbox: inbox)
    }

    package func send(_ text: String) { send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Breaks the connection without a word.
    package func drop() async { try? await channel.close() }

    package func finishSending() async { try? await channel.close(mode: .output) }

    package var received: [UInt8] { inbox.bytes.withLockedValue { $0 } }
    package var text: String { String(decoding: received, as: UTF8.self) }
    package var isClosed: Bool { !channel.isActive }

    /// Takes what `parse` makes of the bytes so far, as soon as it makes anything; `nil` after `seconds` or when closed before.
    package func take<Value: Sendable>(
        seconds: Double = 5, _ parse: @Sendable (inout [UInt8]) -> Value?
    ) async -> Value? {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let closed = isClosed
            if let value = inbox.bytes.withLockedValue({ parse(&$0) }) { return value }
            guard !closed, ContinuousClock.now < end else { return nil }
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Everything up to the end of the connection; `nil` when it is still open after `seconds`.
    package func untilClosed(seconds: Double = 5) async -> String? {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isClosed {
            guard ContinuousClock.now < end else { return nil }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return text
    }
}

private final class Inbox: Sendable {
    let bytes = NIOLockedValueBox<[UInt8]>([])
}

private final class Deafness: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        inbox.bytes.withLockedValue { $0.append(contentsOf: bytes.readableBytesView) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
