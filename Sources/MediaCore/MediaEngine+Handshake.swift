import Bytes
import ICELite
import MediaParameters
import SecureTransport

extension MediaEngine {
    mutating func receiveHandshake(_ datagram: RawSpan, from source: SocketAddress, now: MonotonicTime)
        -> ReceiveOutcome
    {
        guard let handle = addresses[source] else { return .unknownAddress }
        guard transports[handle].ice?.isValid(source) == true else { return drop(.unvalidatedAddress) }
        if transports[handle].dtls == nil { startHandshake(of: handle, now: now) }
        guard transports[handle].dtls != nil else { return .handled }
        transports[handle].dtls?.receive(datagram, now: now)
        pumpHandshake(of: handle, to: source, now: now)
        return .handled
    }

    /// TLS state costs memory, so it is made only for an address that has proved itself, and for so many at once (attacks M2, M4).
    mutating func startHandshake(of handle: Handle<Transport>, now: MonotonicTime) {
        guard transports[handle].dtls == nil, let parameters = transports[handle].plan?.dtls else { return }
        guard handshaking < configuration.halfOpenLimit else { return counters.drop(.halfOpenLimit) }
        handshaking += 1
        transports[handle].dtls = DTLSEngine(
            certificate: certificate, role: parameters.role, remoteFingerprint: parameters.fingerprint, now: now)
    }

    /// Queues what DTLS wants to say and takes note of its state.
    mutating func pumpHandshake(of handle: Handle<Transport>, to source: SocketAddress? = nil, now: MonotonicTime) {
        guard transports[handle].dtls != nil else { return }
        if let address = source ?? transports[handle].selected { sendHandshake(of: handle, to: address) }
        switch transports[handle].dtls?.state {
        case .connected: finishHandshake(of: handle, now: now)
        case .failed(.timeout): close(handle, because: .setupTimeout)
        case .failed: close(handle, because: .handshakeFailed)
        case .closed: close(handle, because: .closedByPeer)
        case .handshaking, .none: break
        }
    }

    private mutating func sendHandshake(of handle: Handle<Transport>, to address: SocketAddress) {
        while true {
            guard var slot = sendQueue.nextSlot() else { return counters.drop(.sendQueueFull) }
            guard let count = transports[handle].dtls?.nextDatagram(into: &slot) else { return }
            var tail = SendTail()
            sendQueue.commit(count, to: address, tail: &tail)
        }
    }

    /// The first moment at which media can flow: key frames are asked for at once, never before (DESIGN §6).
    private mutating func finishHandshake(of handle: Handle<Transport>, now: MonotonicTime) {
        guard transports[handle].sender == nil, let keys = transports[handle].dtls?.keys else { return }
        transports[handle].sender = SRTPSender(keys)
        transports[handle].receiver = SRTPReceiver(keys)
        handshaking -= 1
        counters.handshakesCompleted += 1
        transports[handle].nextReport = now + .milliseconds(200)
        if let address = transports[handle].selected { emit(.connected(address, .udp), for: handle) }
        wantKeyFrames(for: handle)
        requestKeyFrames(inRoomOf: handle, now: now)
    }
}
