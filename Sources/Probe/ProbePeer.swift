import Bytes
import MediaParameters
import RTP
import STUN
import SecureTransport

/// A client with one audio stream: ICE checks, DTLS, SRTP, a packet every 20 ms unless it is told otherwise. Datagrams in, datagrams out.
package final class ProbePeer {
    private static let checkInterval = TimeSpan.milliseconds(100)
    private static let consentInterval = TimeSpan.milliseconds(2_500)

    package private(set) var progress = ProbeProgress()
    private let offer: ProbeOffer
    private let session: ProbeSession
    private let certificate: DTLSCertificate
    private let pace: TimeSpan
    private let payloadCount: Int
    private var dtls: DTLSEngine?
    private var sender: SRTPSender?
    private var receiver: SRTPReceiver?
    private var outbox: [[UInt8]] = []
    private var checks: [(transaction: [UInt8], sent: MonotonicTime)] = []
    private var nextCheck = MonotonicTime.zero
    private var nextPacket = MonotonicTime.never
    private var index: UInt64 = 1
    private var firstIndex: UInt64 = 0

    /// - Parameters:
    ///   - pace: from one packet to the next.
    ///   - payload: bytes of each, at most 1 100.
    package init(
        offer: ProbeOffer, session: ProbeSession, certificate: DTLSCertificate, pace: TimeSpan = .milliseconds(20),
        payload: Int = 80
    ) {
        self.offer = offer
        self.session = session
        self.certificate = certificate
        self.pace = pace
        payloadCount = min(max(payload, 1), 1_100)
    }

    package func takeOutbox() -> [[UInt8]] {
        defer { outbox.removeAll() }
        return outbox
    }

    package func advance(to now: MonotonicTime) {
        if now >= nextCheck { sendCheck(now) }
        if let deadline = dtls?.deadline, now >= deadline { dtls?.advance(to: now) }
        pumpHandshake(now)
        while now >= nextPacket { sendPacket() }
    }

    package func receive(_ datagram: [UInt8], now: MonotonicTime) {
        switch datagram.first ?? 255 {
        case 0...3: receiveSTUN(datagram, now)
        case 20...63:
            dtls?.receive(datagram.span.bytes, now: now)
            pumpHandshake(now)
        case 128...191: receiveMedia(datagram)
        default: break
        }
    }

    // MARK: ICE (RFC 8445 §7.2)

    private func sendCheck(_ now: MonotonicTime) {
        nextCheck = now + (progress.roundTrip == nil ? Self.checkInterval : Self.consentInterval)
        var generator = SystemRandomNumberGenerator()
        let transaction: [12 of UInt8] = .init { _ in UInt8.random(in: 0...255, using: &generator) }
        checks = checks.suffix(63) + [(bytes(transaction), now)]
        progress.checksSent += 1
        outbox.append(check(transaction))
    }

    private func check(_ transaction: [12 of UInt8]) -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: 512)
        var span = memory.mutableSpan
        var writer = STUNMessageWriter(span.mutableBytes, .request, .binding, transactionID: transaction)
        writer.write(.username, text: session.usernameFragment + ":" + offer.usernameFragment)
        writer.write(.priority, UInt32(1_853_824_767))
        writer.write(.iceControlling, UInt64(offer.ssrc))
        writer.write(.useCandidate)
        var authentication = MessageAuthentication(.sha1, key: session.password)
        authentication.update(writer.integrityCoverage(.sha1))
        let tag = authentication.finalize()
        writer.writeIntegrity(.sha1, tag.bytes)
        writer.writeFingerprint()
        let count = writer.count
        return Array(memory.prefix(count))
    }

    private func bytes(_ transaction: [12 of UInt8]) -> [UInt8] { (0..<12).map { transaction[$0] } }

    private func receiveSTUN(_ datagram: [UInt8], _ now: MonotonicTime) {
        guard let message = STUNMessageView(datagram.span.bytes), message.messageClass == .success,
            let sent = checks.first(where: { $0.transaction == bytes(message.transactionID) })?.sent,
            progress.roundTrip == nil
        else { return }
        progress.roundTrip = now - sent
        nextCheck = now + Self.consentInterval
        dtls = DTLSEngine(
            certificate: certificate, role: .client, remoteFingerprint: session.fingerprint, now: now)
        pumpHandshake(now)
    }

    // MARK: DTLS

    private func pumpHandshake(_ now: MonotonicTime) {
        guard dtls != nil else { return }
        var memory = [UInt8](repeating: 0, count: 2048)
        while true {
            var span = memory.mutableSpan
            var bytes = span.mutableBytes
            guard let count = dtls?.nextDatagram(into: &bytes) else { break }
            outbox.append(Array(memory.prefix(count)))
        }
        if case .failed? = dtls?.state { progress.hasFailed = true }
        guard sender == nil, let keys = dtls?.keys else { return }
        sender = SRTPSender(keys)
        receiver = SRTPReceiver(keys)
        progress.isSecured = true
        if offer.isSender { nextPacket = now }
    }

    // MARK: Media

    private func sendPacket() {
        nextPacket = nextPacket + pace
        let plain = packet()
        var memory = plain + [UInt8](repeating: 0, count: 32)
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        let total = sender?.sealRTP(
            headerCount: Self.headerCount, payloadCount: plain.count - Self.headerCount, index: index, slot: &bytes)
        index += 1
        progress.packetsSent += 1
        if let total, total > 0 { outbox.append(Array(memory.prefix(total))) }
    }

    private static let headerCount = 20

    /// RTP with its level (RFC 6464), loud, so that the server takes it for a voice.
    private func packet() -> [UInt8] {
        var memory = [UInt8](repeating: 0x5a, count: Self.headerCount + payloadCount)
        var span = memory.mutableSpan
        var writer = ByteWriter(span.mutableBytes)
        writer.write(UInt16(0x9000) | UInt16(session.opusType))
        writer.write(UInt16(truncatingIfNeeded: index))
        writer.write(UInt32(truncatingIfNeeded: index &* 960))
        writer.write(offer.ssrc)
        writer.write(UInt32(0xbede_0001))
        writer.write(UInt32(ProbeOffer.levelID) << 28 | 0x000a_0000)
        return memory
    }

    private func receiveMedia(_ datagram: [UInt8]) {
        var packet = datagram
        var span = packet.mutableSpan
        var memory = span.mutableBytes
        guard !RTCPReader.isRTCP(datagram.span.bytes), let headerCount = RTPLayout.headerCount(datagram.span.bytes),
            case .packet(_, let index)? = receiver?.openRTP(&memory, headerCount: headerCount)
        else { return }
        if progress.packetsReceived == 0 { firstIndex = index }
        progress.packetsReceived += 1
        if index >= firstIndex {
            progress.packetsMissing = max(0, Int(index - firstIndex) + 1 - progress.packetsReceived)
        }
    }
}
