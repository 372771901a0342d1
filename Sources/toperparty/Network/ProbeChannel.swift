import Bytes
import NIOCore
import NIOPosix
import NIOSSL

/// A socket as a sequence of what happens on it, ticks of a clock among it, so that whoever waits notices a deadline.
final class ProbeChannel: Sendable {
    enum Event: Sendable {
        case received([UInt8])
        case tick
        case closed(String?)
    }

    static let tick = TimeAmount.milliseconds(5)

    let events: AsyncStream<Event>
    private let channel: any Channel
    /// Of datagrams.
    private let remote: NIOCore.SocketAddress?

    private init(_ channel: any Channel, _ events: AsyncStream<Event>, remote: NIOCore.SocketAddress? = nil) {
        self.channel = channel
        self.events = events
        self.remote = remote
    }

    static func udp(to address: Bytes.SocketAddress) async throws(ProbeError) -> ProbeChannel {
        let (events, sink) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(4096))
        do {
            let remote = try NIOCore.SocketAddress(ipAddress: address.host, port: Int(address.port))
            let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(DatagramEvents(sink: sink))
                    }
                }
                .bind(host: address.isIPv4 ? "0.0.0.0" : "::", port: 0).get()
            startTicks(channel, sink)
            return ProbeChannel(channel, events, remote: remote)
        } catch {
            throw .unreachable("\(error)")
        }
    }

    /// A socket on this machine that waits for whoever comes.
    static func listen() async throws(ProbeError) -> (channel: ProbeChannel, port: Int) {
        let channel = try await udp(to: Bytes.SocketAddress(ipv4: 0x7f00_0001, port: 9))
        guard let port = channel.channel.localAddress?.port else { throw .unreachable("no port is free") }
        return (channel, port)
    }

    /// - Parameter protocols: what TLS is asked to agree upon (RFC 7301). Clients of a relay do not ask.
    static func tcp(
        to address: Bytes.SocketAddress, tls: ProbeTLS = .none, protocols: [String] = ["http/1.1"]
    ) async throws(ProbeError) -> ProbeChannel {
        let (events, sink) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(4096))
        do {
            let handler = try tlsContext(tls, protocols)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(4))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let (context, name) = handler {
                            try channel.pipeline.syncOperations.addHandler(
                                NIOSSLClientHandler(context: context, serverHostname: name))
                        }
                        try channel.pipeline.syncOperations.addHandler(StreamEvents(sink: sink))
                    }
                }
                .connect(host: address.host, port: Int(address.port)).get()
            startTicks(channel, sink)
            return ProbeChannel(channel, events)
        } catch {
            throw .unreachable(reason(of: error))
        }
    }

    /// A name that is an address goes into no SNI (RFC 6066 §3).
    private static func tlsContext(_ tls: ProbeTLS, _ protocols: [String]) throws -> (NIOSSLContext, String?)? {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.applicationProtocols = protocols
        let server: String
        switch tls {
        case .none: return nil
        case .verified(let name): server = name
        case .unverified(let name):
            server = name
            settings.certificateVerification = .none
        }
        return (try NIOSSLContext(configuration: settings), Setting.isName(server) && !isAddress(server) ? server : nil)
    }

    private static func isAddress(_ text: String) -> Bool { Bytes.SocketAddress(host: text, port: 0) != nil }

    private static func reason(of error: any Error) -> String {
        if let error = error as? NIOConnectionError, let first = error.connectionErrors.first {
            return reason(of: first.error)
        }
        if let error = error as? IOError { return error.description }
        if case ChannelError.connectTimeout = error { return "no answer to the connection attempt" }
        return "\(error)"
    }

    private static func startTicks(_ channel: any Channel, _ sink: AsyncStream<Event>.Continuation) {
        let ticks = channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: tick) { _ in sink.yield(.tick) }
        channel.closeFuture.whenComplete { _ in
            ticks.cancel()
            sink.finish()
        }
    }

    func send(_ bytes: [UInt8]) {
        let buffer = channel.allocator.buffer(bytes: bytes)
        if let remote {
            channel.writeAndFlush(AddressedEnvelope(remoteAddress: remote, data: buffer), promise: nil)
        } else {
            channel.writeAndFlush(buffer, promise: nil)
        }
    }

    /// What the server has shown in the TLS handshake.
    func certificate() async -> NIOSSLCertificate? {
        try? await channel.nioSSL_peerCertificate().get()
    }

    /// Reads nothing any more.
    func stall() { channel.setOption(.autoRead, value: false).whenFailure { _ in } }

    func close() async { try? await channel.close().get() }
}
