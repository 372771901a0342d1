import Access
import Bytes
import Edge
import EventLoop
import Foundation
import Logging
import MediaServer
import ServiceLifecycle
import Signaling
import WebClient

import struct NIOCore.IOError
import enum NIOCore.NIOSingletons
import enum NIOCore.System

/// The server as a process: from validated settings to its end.
struct ServerProcess {
    let configuration: Configuration

    func run() async throws {
        Machine.raiseDescriptorLimit()
        // NIO counts the machine's cores. A loop more than those this process may use only waits until the others have had their turn.
        if let cores = Cores.allowed { NIOSingletons.groupLoopCountSuggestion = min(cores, System.coreCount) }
        let level = configuration.logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let files = try pageFiles()
        try checkPort()
        let security = try transportSecurity()
        let media = try await mediaServer()
        media.start()
        let logger = Logger(label: "toperparty")
        let memory = try await PartyMemory(configuration.audit, logger: logger)
        do {
            try await serve(media, files, memory, security, logger)
        } catch {
            await memory.close()
            throw error
        }
        await memory.close()
        await media.stop()
    }

    private func pageFiles() throws -> [String: WebFile] {
        do {
            return try WebClient.files().mapValues {
                WebFile(bytes: $0.bytes, contentType: $0.contentType, entityTag: $0.entityTag)
            }
        } catch {
            throw StartFailure(description: error.description)
        }
    }

    /// Where pages and signaling listen.
    private var tcpHost: SocketAddress { configuration.tcpHost ?? Configuration.everywhere }

    /// Workers share their UDP port with whoever asks for it, so a second server would take datagrams from the first before its TCP port told it
    /// that there is one.
    private func checkPort() throws {
        var address = tcpHost
        address.port = configuration.port
        let problem = Machine.tryToListen(address)
        guard problem == 0 else { throw portError("TCP", problem) }
        if let desk = AdminDesk(configuration) { try desk.checkPort() }
    }

    private func portError(_ transport: String, _ errno: Int32, port: UInt16? = nil) -> PortError {
        let place = configuration.host.map(\.host) ?? "all addresses"
        return PortError(transport: transport, host: place, port: port ?? configuration.port, errno: errno)
    }

    private func mediaServer() async throws -> MediaServer {
        let settings = try await configuration.media()
        do {
            return try MediaServer(configuration: settings)
        } catch .bind(_, _, let errno) {
            throw portError("UDP", errno)
        } catch {
            throw StartFailure(description: "the media server cannot start: \(error).")
        }
    }

    /// TLS, and proxies in front.
    private func transportSecurity() throws -> TransportSecurity {
        var security = TransportSecurity()
        do {
            security.identity = try tlsSource().map { source throws(TLSError) in try TLSIdentity(source) }
        } catch {
            throw StartFailure(description: "TLS: \(error)")
        }
        let proxies = configuration.tls.proxies
        if !proxies.isEmpty {
            security.isProxy = { address in
                guard let address = Bytes.SocketAddress(address) else { return false }
                return proxies.contains { $0.contains(address) }
            }
        }
        return security
    }

    private func tlsSource() -> TLSSource? {
        switch configuration.tls.mode {
        case .off: return nil
        case .files:
            return .files(certificate: configuration.tls.certificate ?? "", key: configuration.tls.key ?? "")
        case .selfSigned:
            let addresses = configuration.addresses.published + InterfaceAddress.all().map(\.address)
            return .selfSigned(hosts: ["localhost"] + addresses.map(\.host))
        }
    }

    private func serve(
        _ media: MediaServer, _ files: [String: WebFile], _ memory: PartyMemory, _ security: TransportSecurity,
        _ logger: Logger
    ) async throws {
        var signaling = configuration.signaling
        signaling.relayURLs = configuration.relayURLs(media.candidates)
        let hub = PartyHub(
            media: media, configuration: signaling, access: try await memory.access(configuration.access),
            gates: TokenGates(
                operators: [configuration.admin.token].compactMap { $0 }.map { Access.Secret($0.text) },
                invitations: [configuration.access.apiToken].compactMap { $0 }.map { Access.Secret($0.text) }),
            store: memory.store, logger: logger)
        await memory.restore(hub)
        let greeting = Greeting(candidates: media.candidates, configuration: configuration)
        let server = PartyServer(
            hub: hub, host: tcpHost.host, port: Int(media.port), files: files.filter { !AdminDesk.isFile($0.key) },
            limits: configuration.edgeLimits,
            security: security, logger: logger
        ) { port in
            FileHandle.standardOutput.write(Data(greeting.text(port: port).utf8))
            StartupPages.release()
        }
        let desk = AdminDesk(configuration)
        // The last in the list goes first: operators see everybody else go.
        var services: [any Service] = [server]
        if let desk {
            services.insert(
                desk.server(hub: hub, files: files, identity: security.identity, logger: logger), at: 0)
        }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: logger))
        // Before anybody is told that the server listens, and might stop it.
        let signals = await SignalWatch.trap()
        let watch = Task {
            await SignalWatch(signals: signals, group: group, logger: logger) { server.reloadCertificate() }.run()
        }
        defer { watch.cancel() }
        do {
            try await group.run()
        } catch let error as IOError {
            throw portError("TCP", error.errnoCode, port: media.port)
        } catch AdminError.cannotListen(let errno) {
            throw desk?.portError(errno) ?? portError("TCP", errno)
        }
    }
}
