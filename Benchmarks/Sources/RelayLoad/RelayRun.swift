import CBench
import Foundation
import LoadSupport

/// One load from allocating to the report, on the thread that calls it.
final class RelayRun {
    private let options: RelayOptions
    private let peer: OpaquePointer
    private let peerAddress: IPv4Address
    private let epoll = bench_epoll_create()
    private let batch = bench_batch_create(64)!
    private let outgoing = bench_batch_create(64)!
    private var tokens = [UInt32](repeating: 0, count: 64)
    private var clients: [RelayLoadClient] = []
    private var latency = LatencyHistogram()
    private var sent = 0
    private var received = 0
    private var unsent: Int32 = 0
    private var worstLateness: Int64 = 0
    private var measuresSince = Int64.max
    /// Nanoseconds between two bursts of one client.
    private var interval: Int64 { Int64(options.burst) * 1_000_000_000 / Int64(max(1, options.rate)) }

    init(_ options: RelayOptions) throws(RelayLoadError) {
        self.options = options
        guard let peer = bench_peer_create() else { throw .failed("no socket for the peer") }
        self.peer = peer
        let descriptor = bench_peer_descriptor(peer)
        peerAddress = IPv4Address(address: 0x7f00_0001, port: bench_local_port(descriptor))
        bench_epoll_add(epoll, descriptor, .max)
    }

    deinit {
        bench_peer_destroy(peer)
        bench_batch_destroy(batch)
        bench_batch_destroy(outgoing)
        close(epoll)
    }

    func run() throws(RelayLoadError) -> RelayReport {
        var report = RelayReport(options: options)
        try allocateAll(&report)
        guard options.rate > 0 else { return report }
        start()
        loop(until: bench_now() + Int64(options.warmUp) * 1_000_000_000)
        measure(&report)
        return report
    }

    // MARK: Allocating

    private func allocateAll(_ report: inout RelayReport) throws(RelayLoadError) {
        let challenge = RelayChallenge()
        let server = relayServer()
        var few: Int64 = 0
        for number in 0..<options.clients {
            if number == options.clients / 10 { few = resident() }
            do throws(PathFailure) {
                clients.append(try openAgain(server, challenge))
            } catch {
                throw .failed("allocation \(number + 1): \(error)")
            }
            bench_epoll_add(epoll, clients[number].path.descriptor, UInt32(number))
        }
        report.residentConnected = resident()
        report.residentAfter = report.residentConnected
        let counted = options.clients - options.clients / 10
        if options.serverProcess != nil { report.perAllocation = Int(report.residentConnected - few) / counted }
    }

    /// Credentials of the REST form: who knows the secret makes them.
    private func relayServer() -> RelayServer {
        let username = "\(Int(time(nil)) + 3600):load"
        let key = Array(options.secret.utf8)
        let text = Array(username.utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        bench_hmac_sha1(key, Int32(key.count), text, Int32(text.count), &digest)
        return RelayServer(
            transport: options.transport, host: options.host, port: options.port, username: username,
            password: Data(digest).base64EncodedString())
    }

    /// Another port when the first is one of an earlier load, whose allocation still stands (437).
    private func openAgain(_ server: RelayServer, _ challenge: RelayChallenge) throws(PathFailure) -> RelayLoadClient {
        for _ in 0..<3 {
            if let client = try? open(server, challenge) { return client }
        }
        return try open(server, challenge)
    }

    private func open(_ server: RelayServer, _ challenge: RelayChallenge) throws(PathFailure) -> RelayLoadClient {
        if server.transport == .udp {
            let path = try RelayedDatagramPath(relay: server, peer: peerAddress, challenge: challenge)
            return RelayLoadClient(path: path, relayed: path.relayed)
        }
        let path = try StreamPath(relay: server, peer: peerAddress, challenge: challenge)
        guard let relayed = path.relayed else { throw PathFailure("no relayed address") }
        return RelayLoadClient(path: path, relayed: relayed)
    }

    // MARK: The loop

    /// Bursts of different clients are spread over the interval between two of one.
    private func start() {
        let now = bench_now()
        for place in clients.indices { clients[place].next = now + interval * Int64(place) / Int64(clients.count) }
    }

    private func measure(_ report: inout RelayReport) {
        let begin = bench_now()
        measuresSince = begin
        (sent, received, worstLateness, unsent) = (0, 0, 0, 0)
        let (spent, own) = (cpuTime(), bench_cpu_time(getpid()))
        loop(until: begin + Int64(options.seconds) * 1_000_000_000)
        report.seconds = Double(bench_now() - begin) / 1e9
        for place in clients.indices { clients[place].next = .max }
        loop(until: bench_now() + 100_000_000)
        report.serverCPU = cpuTime() - spent
        report.loadCPU = bench_cpu_time(getpid()) - own
        report.residentAfter = resident()
        report.expected = options.mode == .echo ? 2 * sent : sent
        (report.delivered, report.unsent, report.worstLateness) = (received, Int(unsent), worstLateness)
        report.latencyMedian = latency.quantile(0.5)
        report.latencyP99 = latency.quantile(0.99)
        report.latencyWorst = latency.quantile(1)
    }

    private func resident() -> Int64 { options.serverProcess.map(bench_resident) ?? -1 }
    private func cpuTime() -> Int64 { options.serverProcess.map(bench_cpu_time) ?? 0 }

    private func loop(until end: Int64) {
        repeat {
            let due = sendDue()
            // Not spinning: the server's core may share its units with ours.
            receive(until: min(due, end))
        } while bench_now() < end
    }

    /// Sends the bursts that are due; answers when the next one is.
    private func sendDue() -> Int64 {
        let now = bench_now()
        var next = Int64.max
        for place in clients.indices {
            if clients[place].next <= now {
                worstLateness = max(worstLateness, now - clients[place].next)
                sendBurst(place)
                clients[place].next += interval
            }
            next = min(next, clients[place].next)
        }
        return next
    }

    private func sendBurst(_ place: Int) {
        let count = options.burst
        for slot in 0..<Int32(count) {
            bench_batch_set_length(outgoing, slot, Int32(options.size))
            Stamp(publisher: UInt32(place), counter: 0, sentAt: bench_now()).write(
                end: bench_batch_slot(outgoing, slot) + options.size)
        }
        let relayed = clients[place].relayed
        let done =
            options.mode == .down
            ? Int(bench_peer_send(peer, outgoing, Int32(count), relayed.address, relayed.port))
            : clients[place].path.send(batch: outgoing, count)
        sent += count
        unsent += Int32(count - done)
    }

    private func receive(until deadline: Int64) {
        let count = Int(bench_epoll_wait_until(epoll, &tokens, Int32(tokens.count), deadline))
        for token in tokens[..<count] {
            if token == .max { receiveAtPeer() } else { receive(atClient: Int(token)) }
        }
    }

    private func receiveAtPeer() {
        let count = bench_peer_receive(peer, options.mode == .echo ? 1 : 0, &unsent)
        let now = bench_now()
        for place in 0..<count {
            note(bench_peer_slot(peer, place), Int(bench_peer_length(peer, place)), isLast: options.mode == .up, now)
        }
    }

    private func receive(atClient place: Int) {
        let now = bench_now()
        clients[place].path.receive(batch) { bytes, count in note(bytes, count, isLast: true, now) }
    }

    private func note(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, isLast: Bool, _ now: Int64) {
        guard count == options.size, let stamp = Stamp(end: bytes + count), stamp.sentAt >= measuresSince else {
            return
        }
        received += 1
        if isLast { latency.record(nanoseconds: now - stamp.sentAt) }
    }
}
