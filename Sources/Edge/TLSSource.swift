/// Where the certificate of the TCP port comes from.
package enum TLSSource: Sendable, Equatable {
    /// PEM files: the certificate with those it is signed by, and its key.
    case files(certificate: String, key: String)
    /// Made at start; browsers do not trust it.
    case selfSigned(hosts: [String])
}
