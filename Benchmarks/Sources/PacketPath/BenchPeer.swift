import Bytes
import CBench
import Checks
import MediaCore
import MediaParameters
import SecureTransport

/// The far end of one transport of the engine: checks, handshake, and then its keys.
struct BenchPeer {
    let address: SocketAddress
    let plan: MediaPlan
    let id: TransportID
    private(set) var keys: SRTPKeyMaterial?
    private(set) var master = bench_master()

    init(address: SocketAddress, plan: MediaPlan, id: TransportID) {
        self.address = address
        self.plan = plan
        self.id = id
    }

    /// Runs ICE and DTLS against the engine to the end.
    mutating func connect(to engine: inout MediaEngine, profile: bench_profile, now: MonotonicTime) {
        let check = STUNMessage.check(
            transaction: .init(repeating: 7, count: 12),
            username: "\(plan.localICE.usernameFragment):\(plan.remoteICE.usernameFragment)",
            password: plan.localICE.password, tieBreaker: 1)
        deliver(check, to: &engine, now: now)
        _ = Self.drain(&engine)
        guard let dtls = bench_dtls_create(1, profile) else { fatalError("no DTLS") }
        defer { bench_dtls_destroy(dtls) }
        var state = bench_dtls_advance(dtls)
        for _ in 0..<20 where state == 0 {
            sendAll(dtls, to: &engine, now: now)
            for datagram in Self.drain(&engine) where state == 0 {
                state = bench_dtls_receive(dtls, datagram, Int32(datagram.count))
            }
        }
        takeKeys(dtls)
        _ = Self.drain(&engine)
    }

    private func sendAll(_ dtls: OpaquePointer, to engine: inout MediaEngine, now: MonotonicTime) {
        var buffer = [UInt8](repeating: 0, count: 2048)
        while true {
            let count = Int(bench_dtls_next(dtls, &buffer, 2048))
            guard count > 0 else { return }
            deliver(Array(buffer[..<count]), to: &engine, now: now)
        }
    }

    private func deliver(_ bytes: [UInt8], to engine: inout MediaEngine, now: MonotonicTime) {
        var bytes = bytes
        var span = bytes.mutableSpan
        var datagram = span.mutableBytes
        _ = engine.receive(&datagram, from: address, now: now)
    }

    static func drain(_ engine: inout MediaEngine) -> [[UInt8]] {
        let datagrams = (0..<engine.sendQueue.count).map { index in
            engine.sendQueue.bytes(of: index).withUnsafeBytes { Array($0) }
        }
        engine.sendQueue.removeAll()
        return datagrams
    }

    private mutating func takeKeys(_ dtls: OpaquePointer) {
        var profile = BENCH_AEAD_AES_128_GCM
        var own = bench_master()
        var other = bench_master()
        guard bench_dtls_keys(dtls, &profile, &own, &other) == 1 else { fatalError("the handshake did not end") }
        master = own
        let chosen: SRTPProfile =
            switch profile {
            case BENCH_AEAD_AES_256_GCM: .aeadAES256GCM
            case BENCH_AES128_CM_SHA1_80: .aes128CMSHA1_80
            default: .aeadAES128GCM
            }
        keys = SRTPKeyMaterial(
            profile: chosen, localKey: Self.key(other, profile), localSalt: Self.salt(other, profile),
            remoteKey: Self.key(own, profile), remoteSalt: Self.salt(own, profile))
    }

    private static func key(_ master: bench_master, _ profile: bench_profile) -> [UInt8] {
        withUnsafeBytes(of: master.key) { Array($0.prefix(Int(bench_master_key_length(profile)))) }
    }

    private static func salt(_ master: bench_master, _ profile: bench_profile) -> [UInt8] {
        withUnsafeBytes(of: master.salt) { Array($0.prefix(Int(bench_master_salt_length(profile)))) }
    }
}
