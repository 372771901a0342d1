/// Hash of a DTLS certificate (RFC 8122 §5). Only SHA-256, SHA-384 and SHA-512 exist here: weaker hashes are refused when the SDP is read.
package struct Fingerprint: Sendable, Hashable {
    package enum Algorithm: String, Sendable, CaseIterable {
        case sha256 = "sha-256"
        case sha384 = "sha-384"
        case sha512 = "sha-512"

        package var byteCount: Int {
            switch self {
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }
    }

    package let algorithm: Algorithm
    package let bytes: [UInt8]

    /// `nil` when the length does not fit the algorithm.
    package init?(algorithm: Algorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.byteCount else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }
}
