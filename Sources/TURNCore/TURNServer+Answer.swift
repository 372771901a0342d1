import Bytes
import STUN
import SecureTransport

// Answers carry neither SOFTWARE nor reason phrases: whoever asks in a stranger's name shall gain nothing by it (attack T14).
extension TURNServer {
    func success(
        _ requester: Requester, into reply: inout MutableRawSpan,
        _ attributes: (inout STUNMessageWriter) -> Void = { _ in }
    ) -> TURNOutcome {
        signed(.success, requester, into: &reply, attributes)
    }

    /// An error that only who has proved himself gets to see.
    mutating func refuse(
        _ requester: Requester, _ refusal: TURNRefusal, unknown: STUNUnknownAttributes = STUNUnknownAttributes(),
        into reply: inout MutableRawSpan
    ) -> TURNOutcome {
        counters.count(refusal.reason)
        return signed(.error, requester, into: &reply) { writer in
            writer.writeErrorCode(refusal.code)
            if !unknown.isEmpty { writer.writeUnknownAttributes(unknown) }
        }
    }

    private func signed(
        _ messageClass: STUNMessageClass, _ requester: Requester, into reply: inout MutableRawSpan,
        _ attributes: (inout STUNMessageWriter) -> Void
    ) -> TURNOutcome {
        var writer = STUNMessageWriter(
            reply._mutatingExtracting(...), messageClass, requester.method, transactionID: requester.transactionID)
        attributes(&writer)
        var authentication = requester.key.authentication(requester.algorithm)
        authentication.update(writer.integrityCoverage(requester.algorithm))
        let tag = authentication.finalize()
        writer.writeIntegrity(requester.algorithm, tag.bytes)
        if requester.hasFingerprint { writer.writeFingerprint() }
        return writer.count > 0 ? .reply(writer.count) : .dropped
    }

    /// An error for someone who has not proved himself: small, and only so many a second for each network.
    mutating func refuse(
        stranger message: borrowing STUNMessageView, on tuple: FiveTuple, _ refusal: TURNRefusal, now: MonotonicTime,
        into reply: inout MutableRawSpan
    ) -> TURNOutcome {
        counters.count(refusal.reason)
        guard ledger.takeAnswer(for: tuple.client, now: now) else { return drop(.rateLimited) }
        var writer = STUNMessageWriter(
            reply._mutatingExtracting(...), .error, message.method, transactionID: message.transactionID)
        writer.writeErrorCode(refusal.code)
        if refusal.isChallenge {
            writer.write(.realm, realm.span.bytes)
            let nonce = nonces.issue(to: tuple.client, now: now)
            writer.write(.nonce, nonce.span.bytes)
            let offered = PasswordAlgorithm.offered
            writer.write(.passwordAlgorithms, offered.span.bytes)
        }
        return writer.count > 0 ? .reply(writer.count) : .dropped
    }

    /// RFC 8489 §6.3.1, for whoever wants to know his address; nothing but the address goes back.
    mutating func answerBinding(
        _ message: borrowing STUNMessageView, on tuple: FiveTuple, now: MonotonicTime, into reply: inout MutableRawSpan
    ) -> TURNOutcome {
        guard configuration.answersBinding else { return drop(.plainBinding) }
        guard ledger.takeAnswer(for: tuple.client, now: now) else { return drop(.rateLimited) }
        guard message.unknownComprehensionRequired.isEmpty else { return drop(.unknownAttribute) }
        var writer = STUNMessageWriter(
            reply._mutatingExtracting(...), .success, .binding, transactionID: message.transactionID)
        writer.writeXORAddress(.xorMappedAddress, tuple.client)
        return .reply(writer.count)
    }
}
