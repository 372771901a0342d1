/// Asks programs and operators for a token, in constant time, and makes guessing slow.
package struct TokenGate: Sendable {
    private let tokens: [Secret]
    private let attempts: AttemptLimiter

    /// - Parameter tokens: any of them opens; without one nothing does.
    package init(_ tokens: [Secret], attempts: AttemptLimiter = AttemptLimiter()) {
        self.tokens = tokens
        self.attempts = attempts
    }

    /// Whether anything opens it.
    package var canOpen: Bool { !tokens.isEmpty }

    /// - Parameters:
    ///   - header: the value of `Authorization`: `Bearer` and the token (RFC 6750 section 2.1).
    ///   - client: the address, or network, by which wrong attempts are counted.
    ///   - now: milliseconds.
    package func check(_ header: String?, from client: String, now: Double) throws(TokenError) {
        guard canOpen else { throw .none }
        guard attempts.mayTry(client, now: now) else { throw .tooManyAttempts }
        guard let header else { throw .missing }
        // Each is compared, so that the time does not tell which one was near.
        let isRight = Secret.bearer(header).map { guess in tokens.map { $0.matches(guess) }.contains(true) } ?? false
        guard isRight else {
            attempts.failed(client, now: now)
            throw .wrong
        }
    }
}
