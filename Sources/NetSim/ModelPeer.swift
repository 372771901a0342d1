import Bytes
import MediaCore
import MediaParameters
import RTP
import STUN
import SecureTransport

/// A WebRTC client as the server sees one: controlling ICE agent, DTLS client, SRTP, a camera, a microphone, and receive slots.
package final class ModelPeer {
    package let name: String
    package let address: SocketAddress
    package private(set) var id: TransportID?
    package private(set) var plan: MediaPlan
    /// Streams received, by slot mid.
    package private(set) var received: [String: ReceivedStream] = [:]
    package private(set) var slots: [SlotOccupancy] = []
    package private(set) var events: [TransportEvent] = []
    package var sendsVideo = true
    package var sendsAudio = true
    /// dBov, 0 is loudest.
    package var audioLevel: UInt8 = 127
    /// A silent peer neither sends nor answers: its network is gone.
    package var isSilent = false
    /// Keeps what the peer sends, for replays.
    package var capturesUplink = false
    package private(set) var captured: [[UInt8]] = []
    /// The peer sends its ClientHello and nothing of DTLS after it.
    package var stopsAfterHello = false
    private var saidHello = false

    var uplink: Link
    var downlink: Link
    package let serverAddress: SocketAddress
    private var generator: SeededGenerator
    private var dtls: DTLSEngine?
    private var sender: SRTPSender?
    private var receiver: SRTPReceiver?
    private(set) var video: ModelVideoSource
    private var audio: ModelAudioSource
    private var outbox: [[UInt8]] = []
    private let certificate: DTLSCertificate

    package private(set) var isAnswered = false
    private var nextCheck = MonotonicTime.zero
    private var nextFrame = MonotonicTime.never
    private var nextAudio = MonotonicTime.never
    private var nextControl = MonotonicTime.never
    private var indices: [UInt32: ExtendedSequence] = [:]

    package init(name: String, number: Int, configuration: ModelPeerConfiguration, server: ServerFacts, seed: UInt64) {
        self.name = name
        address = SocketAddress(ipv4: 0x0a00_0000 | UInt32(number), port: 40_000)
        serverAddress = server.address
        certificate = configuration.certificate
        uplink = Link(configuration.uplink)
        downlink = Link(configuration.downlink)
        sendsVideo = configuration.sendsVideo
        sendsAudio = configuration.sendsAudio
        generator = SeededGenerator(seed: seed)
        video = ModelVideoSource(
            ssrc: .random(in: 1...0xffff_ffff, using: &generator),
            rtxSSRC: .random(in: 1...0xffff_ffff, using: &generator),
            using: &generator)
        audio = ModelAudioSource(ssrc: .random(in: 1...0xffff_ffff, using: &generator), using: &generator)
        plan = ModelPlan.make(
            video: video, audio: audio, configuration: configuration, server: server, using: &generator)
    }

    /// The peer's DTLS and ICE work; media may flow both ways.
    package var isConnected: Bool { sender != nil }
    package var keyFramesSent: Int { video.keyFramesSent }
    package var keyFrameRequestsReceived: Int { video.keyFrameRequests }

    package func joined(as id: TransportID, now: MonotonicTime) {
        self.id = id
        nextCheck = now
    }

    package func hear(_ event: TransportEvent) {
        events.append(event)
        if case .slots(let occupancy) = event { slots = occupancy }
    }

    // MARK: Time

    package var deadline: MonotonicTime {
        min(nextCheck, nextFrame, nextAudio, min(nextControl, dtls?.deadline ?? .never))
    }

    package func advance(to now: MonotonicTime) {
        guard id != nil else { return }
        if now >= nextCheck { sendCheck(now: now) }
        if let deadline = dtls?.deadline, now >= deadline { dtls?.advance(to: now) }
        pumpHandshake(now: now)
        if now >= nextFrame { sendFrame(now: now) }
        if now >= nextAudio { sendAudio(now: now) }
        if now >= nextControl { sendControl(now: now) }
    }

    /// What the peer wants to send, oldest first; emptied by the call.
    package func takeOutbox() -> [[UInt8]] {
        defer { outbox.removeAll() }
        guard !isSilent else { return [] }
        if stopsAfterHello { outbox.removeAll { isAfterHello($0) } }
        if capturesUplink { captured += outbox }
        return outbox
    }

    private func isAfterHello(_ datagram: [UInt8]) -> Bool {
        guard (20...63).contains(datagram.first ?? 0) else { return false }
        defer { saidHello = true }
        return saidHello
    }

    // MARK: ICE

    /// A check with USE-CANDIDATE, as browsers send them: often until answered, then for consent (RFC 8445 §7.2.5, RFC 7675).
    private func sendCheck(now: MonotonicTime) {
        nextCheck = now + (isAnswered ? .milliseconds(2_500) : .milliseconds(50))
        var transaction: [12 of UInt8] = .init(repeating: 0)
        for index in 0..<12 { transaction[index] = UInt8.random(in: 0...255, using: &generator) }
        var memory = [UInt8](repeating: 0, count: 256)
        let count = write(check: transaction, into: &memory)
        outbox.append(Array(memory.prefix(count)))
    }

    private func write(check transaction: [12 of UInt8], into memory: inout [UInt8]) -> Int {
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(span.mutableBytes, .request, .binding, transactionID: transaction)
        writer.write(.username, text: plan.localICE.usernameFragment + ":" + plan.remoteICE.usernameFragment)
        writer.write(.priority, UInt32(1_853_824_767))
        writer.write(.iceControlling, UInt64(7))
        writer.write(.useCandidate)
        var authentication = MessageAuthentication(.sha1, key: plan.localICE.password)
        authentication.update(writer.integrityCoverage(.sha1))
        let tag = authentication.finalize()
        writer.writeIntegrity(.sha1, tag.bytes)
        writer.writeFingerprint()
        return writer.count
    }

    private func receiveCheckAnswer(now: MonotonicTime) {
        guard !isAnswered else { return }
        isAnswered = true
        nextCheck = now + .milliseconds(2_500)
        dtls = DTLSEngine(
            certificate: certificate, role: .client, remoteFingerprint: plan.dtls.fingerprint, now: now)
        pumpHandshake(now: now)
    }

    // MARK: Receiving

    package func receive(_ bytes: [UInt8], now: MonotonicTime) {
        guard !isSilent, let first = bytes.first else { return }
        switch first {
        case 0...3: receiveCheckAnswer(now: now)
        case 20...63:
            dtls?.receive(bytes.span.bytes, now: now)
            pumpHandshake(now: now)
        default: receiveMedia(bytes, now: now)
        }
    }

    private func pumpHandshake(now: MonotonicTime) {
        guard dtls != nil else { return }
        var memory = [UInt8](repeating: 0, count: 2048)
        while true {
            var span = memory.mutableSpan
            var bytes = span.mutableBytes
            guard let count = dtls?.nextDatagram(into: &bytes) else { break }
            outbox.append(Array(memory.prefix(count)))
        }
        guard sender == nil, let keys = dtls?.keys else { return }
        sender = SRTPSender(keys)
        receiver = SRTPReceiver(keys)
        nextFrame = sendsVideo ? now : .never
        nextAudio = sendsAudio ? now : .never
        nextControl = now + .milliseconds(20)
    }

    private func receiveMedia(_ bytes: [UInt8], now: MonotonicTime) {
        var packet = bytes
        var span = packet.mutableSpan
        var memory = span.mutableBytes
        if RTCPReader.isRTCP(bytes.span.bytes) {
            guard case .packet(let count, _)? = receiver?.openRTCP(&memory) else { return }
            readCompound(Array(packet.prefix(count)), now: now)
        } else {
            guard let headerCount = RTPLayout.headerCount(bytes.span.bytes),
                case .packet(let count, _)? = receiver?.openRTP(&memory, headerCount: headerCount)
            else { return }
            readPacket(Array(packet.prefix(count)), now: now)
        }
    }

    private func readPacket(_ bytes: [UInt8], now: MonotonicTime) {
        guard let layout = RTPLayout(bytes.span.bytes, extensions: HeaderExtensionMap()) else { return }
        if let slot = plan.slots.first(where: { $0.ssrc == layout.ssrc }) {
            record(
                layout, Array(bytes[layout.payloadOffset...]), sequence: layout.sequence, in: slot, isRecovered: false,
                now)
        } else if let slot = plan.slots.first(where: { $0.rtxSSRC == layout.ssrc }), layout.payloadCount > 2 {
            let payload = Array(bytes[layout.payloadOffset...])
            let original = UInt16(payload[0]) << 8 | UInt16(payload[1])
            record(layout, Array(payload.dropFirst(2)), sequence: original, in: slot, isRecovered: true, now)
        }
    }

    private func record(
        _ layout: RTPLayout, _ payload: [UInt8], sequence: UInt16, in slot: SlotParameters, isRecovered: Bool,
        _ now: MonotonicTime
    ) {
        var stream = received[slot.mid] ?? ReceivedStream()
        var packet = ReceivedStream.Packet(
            index: stream.index(of: sequence), timestamp: layout.timestamp, pictureID: 0, tl0: 0, startsKeyFrame: false,
            arrival: now, mark: payload.last ?? 0)
        if slot.kind == .video, payload.count > 6 {
            packet.pictureID = UInt16(payload[2] & 0x7f) << 8 | UInt16(payload[3])
            packet.tl0 = payload[4]
            packet.startsKeyFrame = payload[0] & 0x10 != 0 && payload[5] & 1 == 0
        }
        stream.receive(packet, isRecovered: isRecovered)
        received[slot.mid] = stream
    }

    private func readCompound(_ bytes: [UInt8], now: MonotonicTime) {
        var reader = RTCPReader(bytes.span.bytes)
        while let packet = reader.next() {
            switch packet.kind {
            case .pli where packet.mediaSSRC == video.ssrc, .fir: video.requestKeyFrame()
            case .nack: answerNack(packet)
            default: break
            }
        }
    }

    private func answerNack(_ packet: RTCPPacket) {
        var lost = packet.lostSequences
        while let sequence = lost.next() {
            guard let plain = video.retransmission(of: sequence) else { continue }
            send(plain)
        }
    }

    // MARK: Sending

    private func sendFrame(now: MonotonicTime) {
        nextFrame = now + TimeSpan(nanoseconds: 33_333_333)
        guard sendsVideo else { return }
        for packet in video.nextFrame() { send(packet) }
    }

    private func sendAudio(now: MonotonicTime) {
        nextAudio = now + .milliseconds(20)
        guard sendsAudio else { return }
        send(audio.nextPacket(level: audioLevel))
    }

    private func sendControl(now: MonotonicTime) {
        nextControl = now + .milliseconds(20)
        for slot in plan.slots where slot.kind == .video {
            guard let missing = received[slot.mid]?.missing(now: now), !missing.isEmpty else { continue }
            sendRTCP { $0.writeNack(senderSSRC: 1, mediaSSRC: slot.ssrc, sequences: missing.span) }
        }
    }

    /// Asks for a key frame, as a decoder that is lost does.
    package func requestKeyFrame(of mid: String) {
        guard let slot = plan.slots.first(where: { $0.mid == mid }) else { return }
        sendRTCP { $0.writePictureLoss(senderSSRC: 1, mediaSSRC: slot.ssrc) }
    }

    func sendRTCP(_ write: (inout ByteWriter) -> Void) {
        guard sender != nil else { return }
        var memory = [UInt8](repeating: 0, count: 1500)
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        var writer = ByteWriter(bytes._mutatingExtracting(0..<1200))
        write(&writer)
        let count = writer.count
        let total = sender?.sealRTCP(count: count, slot: &bytes) ?? 0
        outbox.append(Array(memory.prefix(total)))
    }

    private func send(_ plain: [UInt8]) {
        guard let layout = RTPLayout(plain.span.bytes, extensions: HeaderExtensionMap()) else { return }
        seal(plain, headerCount: layout.payloadOffset, ssrc: layout.ssrc, sequence: layout.sequence)
    }

    func seal(_ plain: [UInt8], headerCount: Int, ssrc: UInt32, sequence: UInt16) {
        var extended = indices[ssrc] ?? ExtendedSequence()
        let index = extended.index(of: sequence)
        extended.advance(to: index)
        indices[ssrc] = extended
        var memory = plain + [UInt8](repeating: 0, count: 32)
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        let total = sender?.sealRTP(
            headerCount: headerCount, payloadCount: plain.count - headerCount, index: index, slot: &bytes)
        outbox.append(Array(memory.prefix(total ?? 0)))
    }
}
