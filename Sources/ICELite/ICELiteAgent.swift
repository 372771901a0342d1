import Bytes
import MediaParameters
import STUN
import SecureTransport

/// The lite half of ICE (RFC 8445 §2.5): answers the peer's checks, remembers which addresses have proved themselves and which one the peer nominated.
/// It never sends to an address by itself and never looks at the peer's candidates.
package struct ICELiteAgent: Sendable {
    /// Sending stops when no authentic check has come for this long (RFC 7675 §5.1).
    package static let consentTime = TimeSpan.seconds(30)

    private var current: Credentials
    /// Credentials before a restart; they serve until the new ones nominate (RFC 8445 §9).
    private var previous: Credentials?
    private var validated = ICEValidatedAddresses()

    /// The address that the peer nominated last (aggressive nomination re-nominates; the last one holds).
    package private(set) var selected: SocketAddress?
    package private(set) var consentExpires = MonotonicTime.never

    package init(local: ICECredentials, remote: ICECredentials) {
        current = Credentials(local: local, remote: remote)
    }

    package func isValid(_ address: SocketAddress) -> Bool { validated.contains(address) }

    /// New credentials (RFC 8445 §9): media continues on the old path until a check with the new ones nominates another.
    package mutating func restart(local: ICECredentials, remote: ICECredentials) {
        previous = current
        current = Credentials(local: local, remote: remote)
    }

    /// The fragment of ours that a check names: what precedes the colon in USERNAME (RFC 8445 §7.2.2). For the demultiplexer; proves nothing.
    @_lifetime(copy message)
    package static func usernameFragment(of message: STUNMessageView) -> RawSpan? {
        guard message.messageClass == .request, message.method == .binding,
            let username = message.attribute(.username)
        else { return nil }
        for offset in 0..<min(username.byteCount, 513) where username.uint8(at: offset) == UInt8(ascii: ":") {
            return username.slice(at: 0, count: offset)
        }
        return nil
    }

    /// Judges one check and writes the answer that belongs to it into `reply`.
    @_lifetime(reply: copy reply)
    package mutating func handle(
        _ message: STUNMessageView, datagram: RawSpan, from source: SocketAddress, now: MonotonicTime,
        reply: inout MutableRawSpan
    ) -> ICEOutcome {
        var outcome = ICEOutcome()
        guard message.method == .binding, message.messageClass == .request else {
            return outcome.dropping(.notARequest)
        }
        guard !message.hasFingerprint || message.hasValidFingerprint else { return outcome.dropping(.fingerprint) }
        guard let credentials = credentials(named: message) else { return outcome.dropping(.username) }
        guard credentials.authenticate(message) else { return outcome.dropping(.integrity) }
        let unknown = message.unknownComprehensionRequired
        guard unknown.isEmpty else {
            outcome.replyCount = ICEReply.unknownAttributes(unknown, to: message, credentials, into: &reply)
            return outcome.dropping(.unknownAttribute)
        }
        // A lite agent is always controlled when the other side is full (RFC 8445 §6.1.1).
        guard !message.contains(.iceControlled) else {
            outcome.replyCount = ICEReply.roleConflict(to: message, credentials, into: &reply)
            return outcome.dropping(.roleConflict)
        }
        outcome.replyCount = ICEReply.success(to: message, from: source, credentials, into: &reply)
        accept(message, from: source, isCurrent: credentials.local == current.local, now: now, &outcome)
        return outcome
    }

    private mutating func accept(
        _ message: STUNMessageView, from source: SocketAddress, isCurrent: Bool, now: MonotonicTime,
        _ outcome: inout ICEOutcome
    ) {
        consentExpires = now + Self.consentTime
        validated.insert(source, keeping: selected)
        outcome.isSourceValid = true
        guard message.contains(.useCandidate) else { return }
        if isCurrent { previous = nil } else if previous == nil { return }
        outcome.hasSelectionChanged = selected != source
        selected = source
    }

    private func credentials(named message: STUNMessageView) -> Credentials? {
        guard let username = message.attribute(.username) else { return nil }
        if current.matches(username) { return current }
        guard let previous, previous.matches(username) else { return nil }
        return previous
    }
}

extension ICEOutcome {
    fileprivate func dropping(_ reason: ICEDropReason) -> ICEOutcome {
        var outcome = self
        outcome.dropped = reason
        return outcome
    }
}
