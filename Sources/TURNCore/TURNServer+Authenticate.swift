import Bytes
import STUN
import SecureTransport

extension TURNServer {
    /// The long-term credential mechanism (RFC 8489 §9.2.4). The nonce is looked at before the password: only who has received an answer at its
    /// address makes us compute keys.
    mutating func authenticate(_ message: borrowing STUNMessageView, of tuple: FiveTuple, now: MonotonicTime)
        throws(TURNRefusal) -> Requester
    {
        guard let integrity = message.integrity else { throw unsigned(message, tuple) }
        guard let nonce = message.attribute(.nonce), let realmGiven = message.attribute(.realm),
            message.contains(.username) != message.contains(.userhash)
        else { throw TURNRefusal(400, .badRequest) }
        guard nonces.isValid(nonce, from: tuple.client, now: now) else { throw TURNRefusal(438, .staleNonce) }
        guard realmGiven.elementsEqual(realm.span.bytes) else { throw TURNRefusal(401, .wrongCredentials) }
        let algorithm = try passwordAlgorithm(message)
        let username = try username(message)
        let key = try key(of: username, algorithm, on: tuple)
        guard key.signs(integrity) else { throw TURNRefusal(401, .wrongCredentials) }
        guard username.expires > unixTime(now) else { throw TURNRefusal(401, .expiredCredentials) }
        guard !known.isRevoked(username) else { throw TURNRefusal(401, .revokedCredentials) }
        return Requester(
            username: username, key: key, algorithm: integrity.algorithm, method: message.method,
            transactionID: message.transactionID, hasFingerprint: message.hasFingerprint)
    }

    /// Whoever begins is challenged. Anything else from a stranger is told in hardly more bytes than it has itself that it makes no sense, so that
    /// nobody has much of forging an address (attack T14).
    private func unsigned(_ message: borrowing STUNMessageView, _ tuple: FiveTuple) -> TURNRefusal {
        let begins = message.method == .allocate && message.contains(.requestedTransport)
        return begins || clients[tuple.path] != nil ? TURNRefusal(401, .challenged) : TURNRefusal(400, .badRequest)
    }

    /// Clients that know the security features repeat our offer, so that nobody in between can weaken it.
    private func passwordAlgorithm(_ message: borrowing STUNMessageView) throws(TURNRefusal) -> PasswordAlgorithm {
        guard message.contains(.passwordAlgorithm) || message.contains(.passwordAlgorithms) else { return .md5 }
        let ours = PasswordAlgorithm.offered
        guard let offered = message.attribute(.passwordAlgorithms), offered.elementsEqual(ours.span.bytes),
            let chosen = message.attribute(.passwordAlgorithm), chosen.byteCount == 4, chosen.uint16(at: 2) == 0,
            let algorithm = chosen.uint16(at: 0).flatMap(PasswordAlgorithm.init)
        else { throw TURNRefusal(400, .badRequest) }
        return algorithm
    }

    private func username(_ message: borrowing STUNMessageView) throws(TURNRefusal) -> TURNUsername {
        var found: TURNUsername?
        if let name = message.attribute(.username) {
            found = TURNUsername(name)
        } else if let hash = message.attribute(.userhash), hash.byteCount == 32 {
            found = known.username(forHash: hash.array())
        }
        guard let found else { throw TURNRefusal(401, .wrongCredentials) }
        return found
    }

    private func key(of username: TURNUsername, _ algorithm: PasswordAlgorithm, on tuple: FiveTuple)
        throws(TURNRefusal) -> LongTermKey
    {
        let password = credentials.password(of: username.text)
        guard let key = LongTermKey(algorithm, username: username.text, realm: realm, password: password) else {
            throw TURNRefusal(400, .unsupported)
        }
        return key
    }
}
