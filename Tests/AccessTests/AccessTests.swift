import Access
import Crypto
import Foundation
import Testing

@Suite("Invitations")
struct AccessTests {
    private static let secret = "0123456789abcdef0123456789abcdef"
    private static let now = 1_800_000_000_000.0

    private func invitation(uses: Int? = nil) -> Invitation {
        Invitation(room: "cinema", role: .deputy, name: "Zoë", expires: Self.now + 60_000, uses: uses)
    }

    private func refusal(_ token: String, room: String = "cinema", now: Double = now) async throws -> AccessError? {
        let key = try await InvitationKey(Self.secret)
        do {
            _ = try await key.verify(token, room: room, now: now)
            return nil
        } catch {
            return error
        }
    }

    /// A token as somebody else might make it.
    private func token(header: String, claims: String, secret: String = secret) -> String {
        func base64(_ bytes: some Sequence<UInt8>) -> String {
            Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=", with: "")
        }
        let content = base64(header.utf8) + "." + base64(claims.utf8)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(content.utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return content + "." + base64(code)
    }

    private static let claims =
        #"{"aud":"toperparty","jti":"a","exp":1800000060,"room":"cinema","role":"host"}"#

    @Test("what was issued is recognised, with all it says")
    func roundTrip() async throws {
        let key = try await InvitationKey(Self.secret)
        let invitation = invitation(uses: 3)
        let token = try await key.issue(invitation)
        #expect(try await key.verify(token, room: "cinema", now: Self.now) == invitation)
    }

    @Test("a token another back end made with the secret is as good")
    func otherBackEnd() async throws {
        let token = token(header: #"{"alg":"HS256","typ":"JWT"}"#, claims: Self.claims)
        let key = try await InvitationKey(Self.secret)
        let invitation = try await key.verify(token, room: "cinema", now: Self.now)
        #expect(invitation.role == .host && invitation.name == nil && invitation.uses == nil)
    }

    @Test(
        "W8: no algorithm but HS256 counts, whatever the token says",
        arguments: [
            #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"HS512"}"#, #"{"alg":"RS256"}"#, #"{}"#,
            #"{"alg":"HS256","crit":["exp"]}"#,
        ])
    func algorithms(header: String) async throws {
        let signed = token(header: header, claims: Self.claims)
        let unsigned = signed.prefix { _ in true }.split(separator: ".").prefix(2).joined(separator: ".") + "."
        for token in [signed, String(unsigned)] {
            #expect(try await refusal(token) == .wrongAlgorithm)
        }
    }

    @Test("W8: an expired invitation is refused, also when its signature is right")
    func expiry() async throws {
        let token = try await InvitationKey(Self.secret).issue(invitation())
        #expect(try await refusal(token, now: Self.now + 59_000) == nil)
        #expect(try await refusal(token, now: Self.now + 66_000) == .expired)
    }

    @Test("an invitation is for one room")
    func room() async throws {
        let token = try await InvitationKey(Self.secret).issue(invitation())
        #expect(try await refusal(token, room: "cellar") == .wrongRoom)
    }

    @Test("W8: changed or foreign tokens are forged")
    func forged() async throws {
        let foreign = token(header: #"{"alg":"HS256"}"#, claims: Self.claims, secret: String(Self.secret.reversed()))
        #expect(try await refusal(foreign) == .forged)
        var parts = try await InvitationKey(Self.secret).issue(invitation()).split(separator: ".").map(String.init)
        parts[1] = String(token(header: "{}", claims: Self.claims).split(separator: ".")[1])
        #expect(try await refusal(parts.joined(separator: ".")) == .forged)
    }

    @Test(
        "junk is refused, and too much of it before it is read",
        arguments: [
            "", ".", "..", "a.b", "a.b.c", "a.b.c.d", "é.é.é", "eyJhbGciOiJIUzI1NiJ9.e30.AA",
        ])
    func junk(token: String) async throws {
        #expect(try await refusal(token) != nil)
        #expect(try await refusal(String(repeating: "a", count: 5000)) == .tooLong)
    }

    @Test(
        "claims that make no sense are refused although the signature is right",
        arguments: [
            (#"{"aud":"other","jti":"a","exp":1800000060,"room":"cinema","role":"host"}"#, "audience"),
            (#"{"aud":"toperparty","jti":"../a","exp":1800000060,"room":"cinema","role":"host"}"#, "id"),
            (#"{"aud":"toperparty","jti":"a","exp":1e300,"room":"cinema","role":"host"}"#, "expiry"),
            (
                #"{"aud":"toperparty","jti":"a","exp":1800000060,"room":"cinema","role":"host","uses":0}"#,
                "count of uses"
            ),
            (#"{"aud":"toperparty","jti":"a","exp":1800000060,"room":"cinema","role":"host","name":""}"#, "name"),
        ])
    func nonsense(claims: String, field: String) async throws {
        #expect(try await refusal(token(header: #"{"alg":"HS256"}"#, claims: claims)) == .unusable(field: field))
    }

    @Test("roles that do not exist are refused")
    func role() async throws {
        let claims = Self.claims.replacing("host", with: "god")
        #expect(try await refusal(token(header: #"{"alg":"HS256"}"#, claims: claims)) == .malformed)
    }

    @Test("a short secret makes no key, and the error says how to make a good one")
    func weak() async {
        let error = await #expect(throws: AccessError.self) { try await InvitationKey("secret") }
        #expect(error == .weakSecret(bytes: 6))
        #expect(error?.description.contains("openssl rand -hex 32") == true)
    }

    @Test("W8: a replayed invitation lets in as many as it says")
    func uses() throws {
        let uses = InvitationUses()
        let invitation = invitation(uses: 2)
        try uses.use(invitation, now: Self.now)
        try uses.use(invitation, now: Self.now)
        #expect(throws: AccessError.usedUp) { try uses.use(invitation, now: Self.now) }
        uses.giveBack(invitation)
        try uses.use(invitation, now: Self.now)
        let endless = self.invitation()
        for _ in 0..<10 { try uses.use(endless, now: Self.now) }
    }

    @Test("W12: who was sent away does not come back by the same invitation, nor after a restart")
    func withdrawn() throws {
        let box = Box()
        let uses = InvitationUses { box.records.append($0) }
        let invitation = invitation()
        uses.withdraw(invitation, now: Self.now)
        #expect(throws: AccessError.withdrawn) { try uses.use(invitation, now: Self.now) }
        let restarted = InvitationUses(records: box.records)
        #expect(throws: AccessError.withdrawn) { try restarted.use(invitation, now: Self.now) }
    }

    private final class Box: @unchecked Sendable {
        var records: [InvitationUses.Record] = []
    }

    @Test("counts of uses are bounded; what has expired makes room")
    func bounded() throws {
        let uses = InvitationUses(limit: 2)
        for _ in 0..<2 { try uses.use(invitation(uses: 1), now: Self.now) }
        let late = Invitation(room: "cinema", expires: Self.now + 500_000, uses: 1)
        #expect(throws: AccessError.usedUp) { try uses.use(late, now: Self.now) }
        try uses.use(late, now: Self.now + 100_000)
    }

    @Test("W8: guessing is slow: ten wrong, then wait; others do not wait")
    func bruteForce() {
        let limiter = AttemptLimiter(failures: 10, window: 60_000)
        for attempt in 0..<10 {
            #expect(limiter.mayTry("192.0.2.1", now: Double(attempt)))
            limiter.failed("192.0.2.1", now: Double(attempt))
        }
        #expect(!limiter.mayTry("192.0.2.1", now: 10))
        #expect(!limiter.mayTry("192.0.2.1", now: 5000))
        #expect(limiter.mayTry("192.0.2.2", now: 10))
        #expect(limiter.mayTry("192.0.2.1", now: 6020))
        limiter.failed("192.0.2.1", now: 6020)
        #expect(!limiter.mayTry("192.0.2.1", now: 6030))
    }

    @Test("W8: ten thousand guessers do not fill the memory")
    func manyGuessers() {
        let limiter = AttemptLimiter(failures: 1, window: 60_000, limit: 100)
        for guesser in 0..<10_000 { limiter.failed("2001:db8::\(guesser)", now: 0) }
        #expect(!limiter.mayTry("2001:db8::9999", now: 1))
    }

    @Test("W8: secrets are compared as a whole")
    func secrets() {
        let secret = Secret("open sesame")
        #expect(secret.matches("open sesame"))
        for guess in ["", "o", "open sesam", "open sesame ", "Open sesame"] { #expect(!secret.matches(guess)) }
        #expect(Secret.bearer("Bearer a b") == "a b")
        #expect(Secret.bearer("bearer x") == "x")
        for header in [nil, "", "Bearer", "Basic x"] { #expect(Secret.bearer(header) == nil) }
    }
}
