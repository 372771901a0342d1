import Bytes
import MediaParameters
import STUN

/// The lite side of ICE (RFC 8445 §2.5): answers checks, remembers which addresses of the peer have proved themselves and which of them the peer
/// has nominated. It knows no remote candidates and never sends to an address by itself, so no description can make it probe one.
package struct ICELiteAgent: Sendable {
    private var current: ICEGeneration
    /// The generation that carries media while a restarted one has not nominated yet (RFC 8445 §9).
    private var previous: ICEGeneration?
    private var hasNominated = false
    private var addresses = ICEAddressList()

    /// Where media goes: the address that the peer has nominated.
    package private(set) var selected: SocketAddress?

    /// RFC 7675 §5.1.
    package static let consentDuration = TimeSpan.seconds(30)
    /// Peers repeat checks on the pair they use every five seconds or so (RFC 7675 §5.1); after this they have left it.
    static let silence = TimeSpan.seconds(8)
    /// Within this time two nominations belong to one aggressive nomination of several pairs (RFC 5245 §8.1.1.2).
    static let aggressiveSpan = TimeSpan.seconds(1)

    package init(local: ICECredentials, remote: ICECredentials) {
        current = ICEGeneration(local: local, remote: remote)
    }

    /// The server's part of USERNAME, by which a check finds its transport; nil when there is none.
    @_lifetime(copy message)
    package static func usernameFragment(of message: STUNMessageView) -> RawSpan? {
        guard let name = message.attribute(.username) else { return nil }
        for place in 0..<name.byteCount where name.uint8(at: place) == UInt8(ascii: ":") {
            return name.slice(at: 0, count: place)
        }
        return nil
    }

    package func isValid(_ address: SocketAddress) -> Bool { addresses[address] != nil }

    /// Thirty seconds after the last authenticated check from the selected address; then sending must stop. `never` while none is selected.
    package var consentExpires: MonotonicTime {
        guard let selected, let entry = addresses[selected] else { return .never }
        return entry.lastCheck + Self.consentDuration
    }

    /// New credentials. The old ones keep working until the new ones nominate, so media flows through the restart.
    package mutating func restart(local: ICECredentials, remote: ICECredentials) {
        if hasNominated { previous = current }
        current = ICEGeneration(local: local, remote: remote)
        hasNominated = false
    }

    /// The path behind an address has ended, as when a TCP connection closes: it has to prove itself anew, and another may be selected at once.
    package mutating func forget(_ address: SocketAddress) {
        addresses.remove(address)
        if selected == address { selected = nil }
    }

    /// Judges a STUN message for this transport and writes the answer. Nothing changes, and nothing is answered, unless the message is authentic.
    ///
    /// - Parameter reflexive: the source as the peer knows it, when that is another address than ours for the path.
    package mutating func handle(
        _ message: STUNMessageView, datagram: RawSpan, from source: SocketAddress, reflexive: SocketAddress? = nil,
        now: MonotonicTime, reply: inout MutableRawSpan
    ) -> ICEOutcome {
        guard message.messageClass == .request, message.method == .binding else { return .dropped(.notARequest) }
        let isCurrent: Bool
        do throws(ICEDropReason) {
            isCurrent = try authenticate(message)
        } catch {
            return .dropped(error)
        }
        let answer = ICEAnswer(isCurrent ? current : previous ?? current, to: message)
        if !message.unknownComprehensionRequired.isEmpty {
            return .dropped(.unknownAttribute, replyCount: answer.unknownAttributes(into: &reply))
        }
        // The full side controls a lite one (RFC 8445 §6.1.1), whatever the tie-breakers say.
        if message.contains(.iceControlled) {
            return .dropped(.roleConflict, replyCount: answer.roleConflict(into: &reply))
        }
        let count = answer.success(reflexive ?? source, into: &reply)
        guard count > 0 else { return .dropped(.noRoom) }
        let changed = accept(ICECheck(message), from: source, isCurrent: isCurrent, now: now)
        return ICEOutcome(replyCount: count, isSourceValid: true, hasSelectionChanged: changed)
    }

    /// True when the message belongs to the current generation, false for the previous one.
    private func authenticate(_ message: borrowing STUNMessageView) throws(ICEDropReason) -> Bool {
        guard let name = message.attribute(.username), let integrity = message.integrity,
            message.hasValidFingerprint || !message.hasFingerprint
        else { throw .malformed }
        if current.isNamed(by: name) {
            guard current.signs(integrity) else { throw .wrongPassword }
            return true
        }
        guard let previous, previous.isNamed(by: name) else { throw .wrongUsername }
        guard previous.signs(integrity) else { throw .wrongPassword }
        return false
    }

    /// True when the source has become the selected address.
    private mutating func accept(_ check: ICECheck, from source: SocketAddress, isCurrent: Bool, now: MonotonicTime)
        -> Bool
    {
        let isFirstOfGeneration = check.isNominating && isCurrent && !hasNominated
        if isFirstOfGeneration {
            hasNominated = true
            previous = nil
            addresses.forgetNominations()
        }
        // Read before this check is noted, or it would look like the sign of life of an address that is silent.
        let rival = selected.flatMap { $0 == source ? nil : addresses[$0] }
        let entry = addresses.note(
            source, priority: check.priority, isNominating: check.isNominating, at: now, keeping: selected)
        guard source != selected, isFirstOfGeneration || shouldSelect(entry, over: rival, check: check, now: now) else {
            return false
        }
        selected = source
        return true
    }

    /// A peer with aggressive nomination nominates several pairs in a row and means the one of the highest priority; a peer with regular nomination
    /// means its latest, and has stopped nominating the one before. A peer that has fallen silent on the selected address has left it.
    private func shouldSelect(_ entry: ICEAddress, over rival: ICEAddress?, check: ICECheck, now: MonotonicTime) -> Bool
    {
        guard entry.lastNomination != nil else { return false }
        guard let rival, now - rival.lastCheck < Self.silence else { return true }
        guard check.isNominating else { return false }
        guard let nomination = rival.lastNomination, now - nomination < Self.aggressiveSpan else { return true }
        return entry.priority > rival.priority
    }
}
