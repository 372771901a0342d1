import Bytes
import MediaParameters
import SecureTransport

/// Certificates cost a key pair each, so all tests share these two.
enum DTLSCertificates {
    static let server = try! DTLSCertificate()
    static let client = try! DTLSCertificate()
}

/// An engine as a reference, so that expectations may call it.
final class DTLSPeer {
    private var engine: DTLSEngine

    init(_ role: DTLSRole, expecting fingerprint: Fingerprint? = nil, now: MonotonicTime = .zero) {
        let own = role == .server ? DTLSCertificates.server : DTLSCertificates.client
        let other = role == .server ? DTLSCertificates.client : DTLSCertificates.server
        engine = DTLSEngine(
            certificate: own, role: role, remoteFingerprint: fingerprint ?? other.fingerprint, now: now)
    }

    var state: DTLSState { engine.state }
    var keys: SRTPKeyMaterial? { engine.keys }
    var deadline: MonotonicTime { engine.deadline }

    func receive(_ datagram: [UInt8], now: MonotonicTime = .zero) { engine.receive(datagram.span.bytes, now: now) }
    func advance(to now: MonotonicTime) { engine.advance(to: now) }
    func close() { engine.close() }

    /// All datagrams that wait to be sent.
    func datagrams() -> [[UInt8]] {
        var result: [[UInt8]] = []
        while true {
            var slot = [UInt8](repeating: 0, count: 1500)
            var span = slot.mutableSpan
            var bytes = span.mutableBytes
            guard let count = engine.nextDatagram(into: &bytes) else { return result }
            result.append(Array(slot[..<count]))
        }
    }
}

/// Two peers and a network in virtual time that loses, doubles and reorders.
struct DTLSNetwork {
    let client: DTLSPeer
    let server: DTLSPeer
    var loss = 0.0
    var duplication = 0.0
    /// One way, in milliseconds; a wide range reorders.
    var delay: ClosedRange<Int64> = 1...1
    private(set) var now = MonotonicTime.zero
    private(set) var sent = 0

    private struct Flying {
        let arrival: MonotonicTime
        let order: Int
        let toServer: Bool
        let bytes: [UInt8]
    }
    private var flying: [Flying] = []

    init(client: DTLSPeer = DTLSPeer(.client), server: DTLSPeer = DTLSPeer(.server)) {
        self.client = client
        self.server = server
    }

    /// Runs until both are connected, nothing can happen any more, or virtual time is up.
    mutating func run(until end: MonotonicTime, using generator: inout SeededGenerator) {
        while now < end, !(client.state == .connected && server.state == .connected) {
            collect(from: client, toServer: true, using: &generator)
            collect(from: server, toServer: false, using: &generator)
            let arrival = flying.map(\.arrival).min() ?? .never
            let next = min(arrival, client.deadline, server.deadline)
            guard next != .never else { return }
            now = max(now, next)
            deliver()
            if client.deadline <= now { client.advance(to: now) }
            if server.deadline <= now { server.advance(to: now) }
        }
    }

    private mutating func collect(from peer: DTLSPeer, toServer: Bool, using generator: inout SeededGenerator) {
        for datagram in peer.datagrams() {
            sent += 1
            let copies = Double.random(in: 0..<1, using: &generator) < duplication ? 2 : 1
            for _ in 0..<copies where Double.random(in: 0..<1, using: &generator) >= loss {
                let delay = Int64.random(in: delay, using: &generator)
                flying.append(
                    Flying(arrival: now + .milliseconds(delay), order: sent, toServer: toServer, bytes: datagram))
            }
        }
    }

    private mutating func deliver() {
        let due = flying.filter { $0.arrival <= now }.sorted { ($0.arrival, $0.order) < ($1.arrival, $1.order) }
        flying.removeAll { $0.arrival <= now }
        for datagram in due { (datagram.toServer ? server : client).receive(datagram.bytes, now: now) }
    }
}

/// A DTLS handshake record taken apart and put together again as fragments (RFC 6347 §4.2.3).
struct HandshakeMessage {
    let type: UInt8
    let body: [UInt8]
    let messageSequence: [UInt8]

    /// The first message of a datagram that starts with a handshake record of epoch 0.
    init(_ datagram: [UInt8]) {
        type = datagram[13]
        messageSequence = Array(datagram[17..<19])
        let length = Int(datagram[14]) << 16 | Int(datagram[15]) << 8 | Int(datagram[16])
        body = Array(datagram[25..<(25 + length)])
    }

    /// A datagram with one record that holds the bytes of `range`.
    func fragment(_ range: Range<Int>, record: UInt8) -> [UInt8] {
        let three = { (value: Int) in [UInt8(value >> 16), UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }
        let handshake =
            [type] + three(body.count) + messageSequence + three(range.lowerBound) + three(range.count) + body[range]
        let header: [UInt8] = [22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, record]
        return header + [UInt8(handshake.count >> 8), UInt8(handshake.count & 0xff)] + handshake
    }
}
