import JWTKit

/// Makes invitations and recognises its own. They are JSON Web Tokens signed with HS256, so that any back end that has the secret can make them too.
package struct InvitationKey: Sendable {
    /// In bytes. RFC 7518 section 3.2: a key as long as the hash, or longer.
    package static let leastSecret = 32
    /// In bytes. Whoever sends more is told so before any of it is read.
    package static let longestToken = 2048
    /// Milliseconds that two machines' clocks may be apart.
    private static let leeway: Double = 5000
    private static let limit = (id: 64, room: 64, name: 64)

    private let keys: JWTKeyCollection

    /// - Throws: `AccessError.weakSecret`.
    package init(_ secret: String) async throws(AccessError) {
        let bytes = Array(secret.utf8)
        guard bytes.count >= Self.leastSecret else { throw .weakSecret(bytes: bytes.count) }
        keys = await JWTKeyCollection().add(hmac: HMACKey(from: bytes), digestAlgorithm: .sha256)
    }

    /// - Throws: `AccessError.unusable` for what `verify` would refuse.
    package func issue(_ invitation: Invitation) async throws(AccessError) -> String {
        let claims = InvitationClaims(invitation)
        try Self.check(claims)
        do {
            return try await keys.sign(claims)
        } catch {
            throw .unusable(field: "content")
        }
    }

    /// - Parameters:
    ///   - room: where the holder wants to go.
    ///   - now: milliseconds since 1970.
    package func verify(_ token: String, room: String, now: Double) async throws(AccessError) -> Invitation {
        guard token.utf8.count <= Self.longestToken else { throw .tooLong }
        try Self.checkHeader(token)
        let claims = try await claims(of: token)
        try Self.check(claims)
        guard now < claims.exp * 1000 + Self.leeway else { throw .expired }
        guard claims.room == room else { throw .wrongRoom }
        return claims.invitation
    }

    /// The algorithm is ours to choose, not the token's: RFC 8725 sections 3.1 and 3.2. A header we would have to understand (`crit`, RFC 7515 section 4.1.11) we do not.
    private static func checkHeader(_ token: String) throws(AccessError) {
        let header: JWTHeader
        do {
            header = try DefaultJWTParser().parse(Array(token.utf8), as: AnyClaims.self).header
        } catch {
            throw .malformed
        }
        guard header.alg == "HS256", header.crit == nil else { throw .wrongAlgorithm }
    }

    /// The signature is compared in constant time by swift-crypto.
    private func claims(of token: String) async throws(AccessError) -> InvitationClaims {
        do {
            return try await keys.verify(token)
        } catch let error as JWTError where error.errorType == .signatureVerificationFailed {
            throw .forged
        } catch {
            throw .malformed
        }
    }

    private static func check(_ claims: InvitationClaims) throws(AccessError) {
        guard claims.aud == InvitationClaims.audience else { throw .unusable(field: "audience") }
        guard isIdentifier(claims.jti, limit.id) else { throw .unusable(field: "id") }
        guard isIdentifier(claims.room, limit.room) else { throw .unusable(field: "room") }
        guard claims.exp.isFinite, claims.exp > 0, claims.exp < 1e11 else { throw .unusable(field: "expiry") }
        guard (claims.uses ?? 1) > 0 else { throw .unusable(field: "count of uses") }
        if let name = claims.name, name.isEmpty || name.unicodeScalars.count > limit.name {
            throw .unusable(field: "name")
        }
    }

    private static func isIdentifier(_ text: String, _ longest: Int) -> Bool {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return allowed && (1...longest).contains(text.utf8.count)
    }
}
