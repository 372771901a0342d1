import Bytes
import ICELite
import MediaParameters
import RTP
import STUN
import SecureTransport

extension MediaEngine {
    /// Takes one datagram; its memory is decrypted in place.
    package mutating func receive(
        _ datagram: inout MutableRawSpan, from source: SocketAddress, now: MonotonicTime
    ) -> ReceiveOutcome {
        counters.datagramsReceived &+= 1
        // RFC 7983 §7.
        let first = datagram.bytes.uint8(at: 0)
        if case .some(128...191) = first { return receiveMedia(&datagram, from: source, now: now) }
        endRun(now: now)
        switch first {
        case .some(0...3): return receiveCheck(datagram.bytes, from: source, now: now)
        case .some(20...63): return receiveHandshake(datagram.bytes, from: source, now: now)
        case .none: return drop(.empty)
        default: return drop(.unknownFirstByte)
        }
    }

    @discardableResult
    mutating func drop(_ reason: DropReason) -> ReceiveOutcome {
        counters.drop(reason)
        return .handled
    }

    // MARK: STUN

    private mutating func receiveCheck(_ datagram: RawSpan, from source: SocketAddress, now: MonotonicTime)
        -> ReceiveOutcome
    {
        guard let message = STUNMessageView(datagram) else { return drop(.malformedSTUN) }
        guard let fragment = ICELiteAgent.usernameFragment(of: message) else { return drop(.unknownFragment) }
        guard let handle = FragmentKey(fragment).flatMap({ fragments[$0] }) else {
            guard let worker = ICECredentials.worker(of: fragment.array()), worker != configuration.worker else {
                return drop(.unknownFragment)
            }
            return .worker(worker)
        }
        guard mayReach(handle, from: source) else { return drop(.foreignRoom) }
        answerCheck(message, datagram, of: handle, from: source, now: now)
        return .handled
    }

    /// Relay credentials are for one room: through an allocation nobody reaches a transport of another (attack T13). Only a check makes an address
    /// known, so this holds for everything after it.
    private func mayReach(_ handle: Handle<Transport>, from source: SocketAddress) -> Bool {
        guard source.virtualKind == .relayed, source.virtualMark != 0 else { return true }
        return rooms[transports[handle].room].mark == source.virtualMark
    }

    private mutating func answerCheck(
        _ message: STUNMessageView, _ datagram: RawSpan, of handle: Handle<Transport>, from source: SocketAddress,
        now: MonotonicTime
    ) {
        let outcome = reply(to: message, datagram, of: handle, from: source, now: now)
        guard let outcome else { return }
        if outcome.isSourceValid { claim(source, for: handle) }
        if outcome.hasSelectionChanged { select(source, for: handle, now: now) }
        guard outcome.isSourceValid, transports[handle].isDisconnected, transports[handle].sender != nil,
            let selected = transports[handle].ice?.selected
        else { return }
        move(handle, to: selected)
    }

    /// Lets the agent judge the check and queues its answer to where the check came from (RFC 8445 §7.3.1).
    private mutating func reply(
        to message: STUNMessageView, _ datagram: RawSpan, of handle: Handle<Transport>, from source: SocketAddress,
        now: MonotonicTime
    ) -> ICEOutcome? {
        guard var slot = sendQueue.nextSlot() else {
            drop(.sendQueueFull)
            return nil
        }
        let seen = source.isVirtual ? reflexive(source) : nil
        guard
            let outcome = transports[handle].ice?.handle(
                message, datagram: datagram, from: source, reflexive: seen, now: now, reply: &slot)
        else { return nil }
        if outcome.replyCount > 0 {
            var tail = SendTail()
            sendQueue.commit(outcome.replyCount, to: source, tail: &tail)
        }
        if outcome.dropped != nil { drop(.iceRefused) }
        return outcome
    }

    private mutating func claim(_ source: SocketAddress, for handle: Handle<Transport>) {
        if let owner = addresses.updateValue(handle, forKey: source), owner == handle { return }
        events.append(.claimed(source))
        forgetInvalidAddresses(of: handle)
    }

    /// The agent remembers few addresses; what it forgot must not be accepted any more.
    private mutating func forgetInvalidAddresses(of handle: Handle<Transport>) {
        let stale = addresses.filter { $0.value == handle && transports[handle].ice?.isValid($0.key) != true }
        for address in stale.keys { release(address) }
    }

    mutating func release(_ address: SocketAddress) {
        guard addresses.removeValue(forKey: address) != nil else { return }
        events.append(.released(address))
    }

    private mutating func select(_ address: SocketAddress, for handle: Handle<Transport>, now: MonotonicTime) {
        guard transports[handle].sender == nil else { return move(handle, to: address) }
        transports[handle].selected = address
        transports[handle].tail = SendTail()
        if transports[handle].plan?.dtls.role == .client { startHandshake(of: handle, now: now) }
        pumpHandshake(of: handle, now: now)
    }

    /// Another path, or consent that is back after it had expired (RFC 7675 §5.1): media goes on there.
    private mutating func move(_ handle: Handle<Transport>, to address: SocketAddress) {
        let wasSilent = transports[handle].selected == nil
        transports[handle].isDisconnected = false
        transports[handle].selected = address
        transports[handle].tail = SendTail()
        emit(.connected(address, .udp), for: handle)
        if wasSilent { wantKeyFrames(for: handle) }
    }

    // MARK: SRTP

    private mutating func receiveMedia(
        _ datagram: inout MutableRawSpan, from source: SocketAddress, now: MonotonicTime
    ) -> ReceiveOutcome {
        guard let handle = addresses[source] else { return .unknownAddress }
        if RTCPReader.isRTCP(datagram.bytes) {
            endRun(now: now)
            receiveRTCP(&datagram, of: handle, now: now)
        } else {
            receiveRTP(&datagram, of: handle, now: now)
        }
        return .handled
    }

    private mutating func receiveRTP(_ datagram: inout MutableRawSpan, of handle: Handle<Transport>, now: MonotonicTime)
    {
        guard let headerCount = RTPLayout.headerCount(datagram.bytes) else { return counters.drop(.malformedRTP) }
        guard let opened = transports[handle].receiver?.openRTP(&datagram, headerCount: headerCount) else {
            return counters.drop(.noKeys)
        }
        switch opened {
        case .packet(let count, let index):
            guard let packet = datagram.bytes.slice(at: 0, count: count) else { return counters.drop(.tooShort) }
            transports[handle].statistics.bytesReceived &+= UInt64(datagram.byteCount)
            accept(packet, index: index, from: handle, now: now)
        case .dropped(let reason):
            counters.drop(DropReason(reason))
        }
    }
}
