/// Whether the TCP port speaks TLS.
package enum TLSMode: String, CaseIterable, Sendable {
    case off
    /// A certificate made at start, which browsers do not trust: for tests.
    case selfSigned = "self-signed"
    /// `tls-certificate` and `tls-key`.
    case files
}
