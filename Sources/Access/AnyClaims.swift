import JWTKit

/// Claims that nobody reads: for looking at a token's header before its signature is checked.
struct AnyClaims: JWTPayload {
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
