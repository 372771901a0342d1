import Bytes
import CBench
import CCount
import MediaCore
import MediaParameters
import SecureTransport

/// One publisher and its receivers in one engine, without sockets: datagrams in, the send queue out.
struct PathBench: ~Copyable {
    let options: PathOptions
    var engine: MediaEngine
    let publisher: BenchPeer
    let receivers: [BenchPeer]
    let source: PacketSource
    private var now: MonotonicTime

    init(_ options: PathOptions) throws {
        self.options = options
        let certificate = try DTLSCertificate()
        var digest = [UInt8](repeating: 0, count: 32)
        guard bench_dtls_fingerprint(&digest) == 1, let fingerprint = Fingerprint(algorithm: .sha256, bytes: digest)
        else {
            fatalError("no certificate")
        }
        var engine = MediaEngine(configuration: EngineConfiguration(), certificate: certificate)
        let time = MonotonicTime(milliseconds: 1_000)
        let room = engine.openRoom()
        var peers: [BenchPeer] = []
        for number in 0...options.receivers {
            let plan = PathPlan.make(isPublisher: number == 0, number: number, fingerprint: fingerprint)
            let id = try engine.openTransport(in: room, now: time)
            try engine.apply(plan, to: id, now: time)
            var peer = BenchPeer(
                address: SocketAddress(ipv4: 0x7f00_0001, port: UInt16(20_000 + number)), plan: plan, id: id)
            peer.connect(to: &engine, profile: options.profile, now: time)
            peers.append(peer)
        }
        engine.settle(now: time)
        publisher = peers[0]
        receivers = Array(peers.dropFirst())
        source = PacketSource(
            capacity: 64 * options.burst, burst: options.burst, profile: options.profile, master: publisher.master)
        now = time
        self.engine = engine
    }

    /// Nanoseconds of receiving `bursts` bursts, or nil when a packet was not forwarded to everybody.
    mutating func path(bursts: Int) -> Int64? {
        let before = engine.counters.packetsForwarded
        var spent: Int64 = 0
        for _ in 0..<(bursts / 64) {
            source.refill()
            for burst in 0..<64 { spent += receive(burst) }
        }
        let wanted = UInt64(bursts / 64 * 64 * options.burst * options.receivers)
        return engine.counters.packetsForwarded - before == wanted ? spent : nil
    }

    /// One turn of the worker.
    @inline(never)
    private mutating func receive(_ burst: Int) -> Int64 {
        now = now + .milliseconds(8)
        let start = bench_now()
        for place in 0..<options.burst {
            let slot = source.memory + (burst * options.burst + place) * PacketSource.slotSize
            var datagram = MutableRawSpan(_unsafeStart: slot, byteCount: source.sealedCount)
            _ = engine.receive(&datagram, from: publisher.address, now: now)
        }
        engine.settle(now: now)
        engine.sendQueue.removeAll()
        return bench_now() - start
    }

    /// Heap and reference counts of the path alone.
    mutating func counts() -> bench_counts {
        source.refill()
        bench_count_start()
        for burst in 0..<64 { _ = receive(burst) }
        return bench_count_stop()
    }

    mutating func showDrops() {
        for reason in DropReason.allCases where engine.counters.dropped(reason) > 0 {
            print("dropped \(reason.name): \(engine.counters.dropped(reason))")
        }
    }
}
