/// An error answer (RFC 8656 §19, RFC 8489 §14.8) and why.
struct TURNRefusal: Error {
    let code: Int
    let reason: TURNRefusalReason

    init(_ code: Int, _ reason: TURNRefusalReason) {
        self.code = code
        self.reason = reason
    }

    /// Whether REALM and NONCE go with it.
    var isChallenge: Bool { code == 401 || code == 438 }
}
