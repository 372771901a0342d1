import Bytes
import EventLoop
import MediaCore
import MediaParameters
import SecureTransport
import Synchronization
import TURNCore

/// The media plane: one UDP port, served by as many workers as asked for.
package final class MediaServer: Sendable {
    /// Two characters of a username fragment name the worker.
    package static let workerLimit = 256

    let workers: [MediaWorker]
    /// TURN over TCP may be served by any worker, so they take turns.
    let nextStreamWorker = Atomic<Int>(0)
    /// TURN, unless it is off.
    let relay: RelaySurroundings?
    private let certificate: DTLSCertificate
    package let port: UInt16
    /// The addresses at which clients may find this server, likeliest first.
    package let candidates: [CandidateAddress]

    /// Binds the port; nothing is read before `start`.
    package init(configuration: MediaServerConfiguration) throws(MediaServerError) {
        let count = max(configuration.workers, 1)
        guard count <= Self.workerLimit else { throw .tooManyWorkers(limit: Self.workerLimit) }
        certificate = try Self.makeCertificate()
        let loops = try Self.makeLoops(count)
        let rings = Self.makeRings(count)
        var workers: [MediaWorker] = []
        var port = configuration.port
        var relay: RelaySurroundings?
        let streamClients = StreamClients()
        for index in 0..<count {
            let socket = try Self.bind(configuration.host, port: port, watchedBy: loops[index])
            port = socket.port
            if relay == nil { relay = Self.relay(configuration, port: port) }
            let links = WorkerLinks(
                index: index, outgoing: rings[index], incoming: rings.map { $0[index] }, loops: loops)
            workers.append(
                MediaWorker(
                    index: index, loop: loops[index], socket: socket, links: links, certificate: certificate,
                    relay: relay, streamClients: streamClients))
        }
        self.workers = workers
        self.relay = relay
        self.port = port
        candidates = CandidateList.addresses(for: configuration, port: port)
    }

    /// What `candidates` would be of a server on the port.
    package static func candidates(for configuration: MediaServerConfiguration, port: UInt16) -> [CandidateAddress] {
        CandidateList.addresses(for: configuration, port: port)
    }

    package var fingerprint: Fingerprint { certificate.fingerprint }

    package func start() {
        for worker in workers { worker.loop.start(worker) }
    }

    /// Ends the threads. Clients notice by silence unless their transports were closed before.
    package func stop() async {
        for worker in workers { worker.loop.stop() }
    }

    /// A room on the least loaded worker.
    /// - Parameter name: by which relay credentials for the room are issued.
    package func openRoom(named name: String) async -> MediaRoom {
        var best = (worker: workers[0], load: Int.max)
        for worker in workers {
            let load = await worker.load
            if load < best.load { best = (worker, load) }
        }
        return MediaRoom(media: best.worker, id: await best.worker.openRoom(mark: relayMark(ofRoom: name)))
    }

    package func statistics() async -> MediaStatistics {
        var sum = MediaStatistics()
        sum.workers = workers.count
        for worker in workers {
            let part = await worker.statistics()
            sum.counters.add(part.counters)
            sum.transports += part.transports
            sum.rooms += part.rooms
            sum.streams += part.streams
            sum.relay.add(part.relay)
            sum.allocations += part.allocations
        }
        return sum
    }

    /// What each of the transports has carried: one call a worker, however many they are. Those that were closed long ago are left out.
    package func statistics(of ids: [TransportID]) async -> [TransportID: TransportStatistics] {
        var found: [TransportID: TransportStatistics] = [:]
        for (worker, ids) in Dictionary(grouping: ids, by: { Int($0.worker) }) where workers.indices.contains(worker) {
            found.merge(await workers[worker].statistics(of: ids)) { $1 }
        }
        return found
    }

    // MARK: Making

    private static func makeCertificate() throws(MediaServerError) -> DTLSCertificate {
        do { return try DTLSCertificate() } catch { throw .certificate }
    }

    private static func makeLoops(_ count: Int) throws(MediaServerError) -> [EventLoop] {
        var loops: [EventLoop] = []
        do {
            for index in 0..<count { loops.append(try EventLoop(name: "media-\(index)")) }
        } catch {
            throw MediaServerError(error)
        }
        return loops
    }

    /// `rings[writer][reader]`.
    private static func makeRings(_ count: Int) -> [[PacketRing?]] {
        (0..<count).map { writer in (0..<count).map { $0 == writer ? nil : PacketRing() } }
    }

    private static func bind(
        _ host: SocketAddress, port: UInt16, watchedBy loop: EventLoop
    ) throws(MediaServerError) -> UDPSocket {
        var address = host
        address.port = port
        do {
            let socket = try UDPSocket(bind: address)
            try loop.watch(socket.descriptor)
            return socket
        } catch .system(call: "bind", let code) {
            throw .bind(host: host.host, port: port, errno: code)
        } catch {
            throw MediaServerError(error)
        }
    }
}
