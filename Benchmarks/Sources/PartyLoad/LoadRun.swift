import CBench
import Glibc
import LoadSupport

/// One load from joining to the report, on the thread that calls it.
final class LoadRun {
    let options: LoadOptions
    let signaling: any Signaling
    let measurement = Measurement()
    var clients: [Client] = []
    var publishers: [Publisher] = []
    let epoll = bench_epoll_create()
    private let media: MediaFile?
    private let batch = bench_batch_create(64)!
    private var tokens = [UInt32](repeating: 0, count: 64)
    private var nextAdvance: Int64 = 0
    private let fingerprint: String

    init(_ options: LoadOptions) throws(LoadError) {
        self.options = options
        if let path = options.media { media = try MediaFile(path: path) } else { media = nil }
        switch options.server {
        case .whip: signaling = try WHIPSignaling(url: options.url)
        case .party: signaling = try PartySignaling(url: options.url)
        case .janus: signaling = try JanusSignaling(url: options.url, options: options)
        case .plain: signaling = try PlainSignaling(url: options.url)
        }
        var digest = [UInt8](repeating: 0, count: 32)
        guard bench_dtls_fingerprint(&digest) == 1 else { throw .network("OpenSSL makes no certificate") }
        fingerprint = digest.map { Self.hexadecimal($0) }.joined(separator: ":")
    }

    deinit {
        bench_batch_destroy(batch)
        close(epoll)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }

    func run() throws(LoadError) -> LoadReport {
        var report = LoadReport(options: options)
        report.residentBefore = resident()
        try connectAll()
        defer { signaling.leaveAll() }
        report.connectSeconds = Double(bench_now() - report.startedAt) / 1e9
        try loop(until: bench_now() + 300_000_000)
        report.residentConnected = resident()
        guard options.rate > 0 else { return report }
        startPublishing()
        try loop(until: bench_now() + Int64(options.warmUp) * 1_000_000_000)
        try measure(&report)
        return report
    }

    private func measure(_ report: inout LoadReport) throws(LoadError) {
        let first = publishers.map(\.counter)
        let before = measurement.counters
        measurement.since = bench_now()
        let spentBefore = cpuTime(), ownBefore = bench_cpu_time(getpid()), start = bench_now()
        try loop(until: start + Int64(options.seconds) * 1_000_000_000)
        let ranges = zip(first, publishers).map { $0..<$1.counter }
        report.seconds = Double(bench_now() - start) / 1e9
        for publisher in publishers { publisher.nextFrame = .max }
        try loop(until: bench_now() + 300_000_000)
        report.serverCPU = cpuTime() - spentBefore
        report.loadCPU = bench_cpu_time(getpid()) - ownBefore
        report.residentAfter = resident()
        report.count(ranges, publishers, clients, options)
        report.take(measurement, since: before)
    }

    private func resident() -> Int64 { options.serverProcess.map(bench_resident) ?? -1 }
    private func cpuTime() -> Int64 { options.serverProcess.map(bench_cpu_time) ?? 0 }

    // MARK: Joining

    private func connectAll() throws(LoadError) {
        for room in 0..<options.rooms {
            for _ in 0..<options.publishers {
                let client = try join(.publisher, room: room)
                publishers.append(Publisher(client: client, number: publishers.count, options: options, media: media))
            }
        }
        try waitUntilReady()
        for room in 0..<options.rooms {
            for _ in 0..<options.receivers { _ = try join(.receiver, room: room) }
        }
        try waitUntilReady()
        try addStalled()
        try addUnfinished()
    }

    private func addUnfinished() throws(LoadError) {
        for room in 0..<options.rooms {
            for _ in 0..<options.unfinished { try join(.receiver, room: room).isUnfinished = true }
        }
        try wait { client in client.state == .ready || client.isUnfinished && client.state == .handshaking }
    }

    private func addStalled() throws(LoadError) {
        for room in 0..<options.rooms {
            for _ in 0..<options.stalled {
                let client = try join(.receiver, room: room)
                client.isStalled = true
            }
        }
        try waitUntilReady()
        for client in clients where client.isStalled { bench_epoll_remove(epoll, client.path.descriptor) }
    }

    private func join(_ role: Role, room: Int) throws(LoadError) -> Client {
        let local = LocalParameters(
            usernameFragment: Self.text(8), password: Self.text(24), fingerprint: fingerprint,
            ssrc: .random(in: 1 ... .max), transportFeedback: options.transportFeedback, setup: options.setup,
            slots: options.slots)
        let remote = try signaling.join(room: options.room ?? "\(options.roomPrefix)-\(room)", role: role, local: local)
        let client = try Client(
            role: role, local: local, remote: remote, options: options, roomNumber: room, measurement: measurement)
        bench_epoll_add(epoll, client.path.descriptor, UInt32(clients.count))
        clients.append(client)
        try loop(until: bench_now())
        return client
    }

    private static func text(_ count: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<count).map { _ in letters.randomElement()! })
    }

    private func waitUntilReady() throws(LoadError) { try wait { $0.state == .ready } }

    private func wait(until isThere: (Client) -> Bool) throws(LoadError) {
        let end = bench_now() + 15_000_000_000
        while !clients.allSatisfy(isThere) {
            guard bench_now() < end else { throw .notConnected(clients.count { !isThere($0) }) }
            try loop(until: bench_now() + 5_000_000)
        }
    }

    // MARK: The loop

    /// Frames of several publishers are spread over the interval between two of one.
    private func startPublishing() {
        let start = bench_now()
        for (place, publisher) in publishers.enumerated() {
            publisher.nextFrame = start + publisher.interval * Int64(place) / Int64(publishers.count)
        }
    }

    private func loop(until end: Int64) throws(LoadError) {
        repeat {
            let due = publish(now: bench_now())
            let now = bench_now()
            // Waiting is exact to a millisecond only; the last one is spent asking again.
            let spare = min(due, end, nextAdvance) - now
            receive(timeout: spare > 2_000_000 ? Int32(spare / 1_000_000 - 1) : 0)
            if now >= nextAdvance { advance(now: now) }
        } while bench_now() < end
    }

    /// Sends the frames that are due; answers when the next one is.
    private func publish(now: Int64) -> Int64 {
        var next = Int64.max
        for publisher in publishers where publisher.nextFrame > 0 {
            if publisher.nextFrame <= now {
                measurement.counters.worstLateness = max(
                    measurement.counters.worstLateness, now - publisher.nextFrame)
                publisher.sendFrame(now: now)
                publisher.nextFrame += publisher.interval
            }
            next = min(next, publisher.nextFrame)
        }
        return next
    }

    private func receive(timeout: Int32) {
        let count = Int(bench_epoll_wait(epoll, &tokens, Int32(tokens.count), timeout))
        for token in tokens[..<count] {
            let client = clients[Int(token)]
            var now: Int64 = 0
            client.path.receive(batch) { bytes, count in
                if now == 0 { now = bench_now() }
                client.receive(bytes, count, now: now)
            }
        }
    }

    private func advance(now: Int64) {
        nextAdvance = now + 10_000_000
        for client in clients { client.advance(now: now) }
        for publisher in publishers where !publisher.client.resendWanted.isEmpty { publisher.resend() }
    }
}
