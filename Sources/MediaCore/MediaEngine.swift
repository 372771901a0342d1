import Bytes
import MediaParameters
import SecureTransport

/// The media plane of one worker, without sockets and clocks: datagrams go in, the send queue and events come out.
///
/// One thread owns it. The packet path (`receive`) allocates nothing, locks nothing and counts no references; everything else is a control call.
package struct MediaEngine: ~Copyable {
    let configuration: EngineConfiguration
    let certificate: DTLSCertificate

    var rooms = Arena<Room>()
    var transports = Arena<Transport>()
    var uplinks = Arena<UpTrack>()
    var encodings = Arena<Encoding>()
    var slots = Arena<DownTrack>()

    /// Validated addresses; datagrams other than checks are accepted only from these (RFC 8445 §2, attack M2).
    var addresses: [SocketAddress: Handle<Transport>] = [:]
    var fragments: [FragmentKey: Handle<Transport>] = [:]
    var handshaking = 0
    var closed = ClosedTransports()

    /// What is to be sent at the end of the turn.
    package var sendQueue: SendQueue
    /// What happened since the owner last emptied it.
    package var events: [EngineEvent] = []
    package var counters = MediaCounters()
    /// Received, and to be forwarded before anything else happens.
    var run = ForwardRun()

    /// For a virtual address, the one by which the client knows that path; nil when it is not known. Asked for connectivity checks only.
    package var reflexive: @Sendable (SocketAddress) -> SocketAddress? = { _ in nil }

    var generator: SeededGenerator
    var nextTick = MonotonicTime.zero

    package init(configuration: EngineConfiguration, certificate: DTLSCertificate) {
        self.configuration = configuration
        self.certificate = certificate
        sendQueue = SendQueue(capacity: configuration.sendQueueCapacity)
        generator = SeededGenerator(seed: configuration.seed)
    }

    /// When `advance` has something to do; `never` while no transport exists.
    package var deadline: MonotonicTime { transports.count == 0 ? .never : nextTick }

    package var transportCount: Int { transports.count }
    package var roomCount: Int { rooms.count }

    /// Whether nothing is left of anyone: every table is empty.
    package var isEmpty: Bool {
        transports.count == 0 && uplinks.count == 0 && encodings.count == 0 && slots.count == 0
            && addresses.isEmpty && fragments.isEmpty && handshaking == 0
    }

    // MARK: Identifiers

    func identifier(_ handle: Handle<Transport>) -> TransportID {
        TransportID(worker: UInt16(configuration.worker), index: handle.index, generation: handle.generation)
    }

    func handle(_ id: TransportID) -> Handle<Transport>? {
        let handle = Handle<Transport>(index: id.index, generation: id.generation)
        return transports.contains(handle) ? handle : nil
    }

    mutating func emit(_ event: TransportEvent, for handle: Handle<Transport>) {
        events.append(.transport(identifier(handle), event))
    }
}
