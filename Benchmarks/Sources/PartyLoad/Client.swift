import CBench
import LoadSupport

/// One WebRTC client with its own socket and path: a controlling full ICE agent, a DTLS 1.2 peer, SRTP both ways.
final class Client {
    enum State {
        case announcing, checking, handshaking, ready, failed
    }

    let role: Role
    let local: LocalParameters
    let remote: RemoteParameters
    let path: any PacketPath
    let measurement: Measurement
    let profile: bench_profile
    let roomNumber: Int
    var state: State
    /// When the next announcement, check, DTLS timer or report is due.
    var nextAction: Int64 = 0
    var nextReport: Int64 = 0
    var nextTransportFeedback: Int64 = 0
    let tieBreaker = UInt64.random(in: .min ... .max)
    var transaction: [UInt8] = []
    var dtls: OpaquePointer?
    var sealing: OpaquePointer?
    var opening: OpaquePointer?
    var streams: [IncomingStream] = []
    /// By publisher of the room.
    var deliveries: [DeliveryRecord]
    var arrivals = TransportArrivals()
    var controlIndex: UInt32 = 0
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: 2048)
    /// Set by the publisher's owner: what to do about requests from the server.
    var keyFrameWanted = false
    var resendWanted: [UInt16] = []
    /// Reads nothing any more, and counts for nothing.
    var isStalled = false
    /// Begins a handshake and hears nothing of it, and counts for nothing.
    var isUnfinished = false

    var counts: Bool { !isStalled && !isUnfinished }

    init(
        role: Role, local: LocalParameters, remote: RemoteParameters, options: LoadOptions, roomNumber: Int,
        measurement: Measurement
    ) throws(LoadError) {
        self.role = role
        self.local = local
        self.remote = remote
        self.measurement = measurement
        self.roomNumber = roomNumber
        profile = options.profile
        deliveries = .init(repeating: DeliveryRecord(), count: options.publishers)
        path = try options.path.open(remote, challenge: measurement.challenge)
        state = remote.ice == nil ? .announcing : .checking
        if remote.ice == nil { makePlainKeys() }
    }

    deinit {
        bench_dtls_destroy(dtls)
        bench_cipher_destroy(sealing)
        bench_cipher_destroy(opening)
        scratch.deallocate()
    }

    /// One datagram from the server.
    func receive(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, now: Int64) {
        guard count > 0 else { return }
        switch bytes[0] {
        case 0...3: receiveSTUN(bytes, count, now: now)
        case 20...63: receiveDTLS(bytes, count, now: now)
        case 80: receiveAnnouncement(bytes, count)
        case 128...191 where count >= 12 && state == .ready:
            // RFC 5761 §4.
            if 192...223 ~= bytes[1] {
                receiveControl(bytes, count, now: now)
            } else {
                receiveMedia(bytes, count, now: now)
            }
        default: break
        }
    }

    /// What time alone makes due.
    func advance(now: Int64) {
        if state == .ready { sendReports(now: now) }
        guard now >= nextAction else { return }
        switch state {
        case .announcing: announce(now: now)
        case .checking: check(now: now, every: 50_000_000)
        case .handshaking: repeatHandshake(now: now)
        // Consent (RFC 7675 §5.1).
        case .ready where remote.ice != nil: check(now: now, every: 4_000_000_000)
        case .ready, .failed: break
        }
    }

    func send(_ bytes: [UInt8]) { path.send(bytes, bytes.count) }
}
