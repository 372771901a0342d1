import Bytes
import STUN

extension TURNServer {
    /// Takes one STUN message of a client. The answer is written into `reply`, which should hold 512 bytes.
    package mutating func receive(
        _ datagram: RawSpan, from tuple: FiveTuple, now: MonotonicTime, reply: inout MutableRawSpan
    ) -> TURNOutcome {
        guard let message = STUNMessageView(datagram), message.hasValidFingerprint || !message.hasFingerprint else {
            return drop(.malformed)
        }
        switch (message.messageClass, message.method) {
        case (.indication, .send): return receiveSend(message, datagram, from: tuple, now: now)
        case (.request, .binding): return answerBinding(message, on: tuple, now: now, into: &reply)
        case (.request, .allocate), (.request, .refresh), (.request, .createPermission), (.request, .channelBind):
            return receiveRequest(message, from: tuple, now: now, reply: &reply)
        default: return drop(.unsupported)
        }
    }

    private mutating func receiveRequest(
        _ message: borrowing STUNMessageView, from tuple: FiveTuple, now: MonotonicTime, reply: inout MutableRawSpan
    ) -> TURNOutcome {
        let requester: Requester
        do throws(TURNRefusal) {
            requester = try authenticate(message, of: tuple, now: now)
        } catch {
            return refuse(stranger: message, on: tuple, error, now: now, into: &reply)
        }
        var unknown = message.unknownComprehensionRequired
        // Taking an allocation along to another address (RFC 8016) is how one is stolen (attack T18).
        if message.contains(.mobilityTicket) { unknown.append(STUNAttributeType.mobilityTicket.rawValue) }
        guard unknown.isEmpty else {
            return refuse(requester, TURNRefusal(420, .unknownAttribute), unknown: unknown, into: &reply)
        }
        do throws(TURNRefusal) {
            return try perform(message, of: requester, from: tuple, now: now, reply: &reply)
        } catch {
            return refuse(requester, error, into: &reply)
        }
    }

    private mutating func perform(
        _ message: borrowing STUNMessageView, of requester: Requester, from tuple: FiveTuple, now: MonotonicTime,
        reply: inout MutableRawSpan
    ) throws(TURNRefusal) -> TURNOutcome {
        if message.method == .allocate {
            return try allocate(message, of: requester, from: tuple, now: now, reply: &reply)
        }
        guard let handle = clients[tuple.path] else { throw TURNRefusal(437, .noAllocation) }
        guard allocations[handle].username.identity == requester.username.identity else {
            throw TURNRefusal(441, .wrongUser)
        }
        switch message.method {
        case .refresh: return try refresh(handle, message, of: requester, now: now, reply: &reply)
        case .createPermission: return try createPermission(handle, message, of: requester, now: now, reply: &reply)
        default: return try bindChannel(handle, message, of: requester, now: now, reply: &reply)
        }
    }
}
