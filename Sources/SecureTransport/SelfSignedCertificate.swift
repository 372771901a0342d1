import Bytes
import COpenSSL

/// A certificate for TLS that is its own authority: for tests, and for a first look.
package struct SelfSignedCertificate: Sendable {
    /// Seconds.
    package static let lifetime: Double = 365 * 86_400

    /// DER.
    package let certificate: [UInt8]
    package let key: [UInt8]

    /// - Parameter hosts: names and addresses that the certificate is for; what is neither is left out.
    package init(hosts: [String]) throws(SecureTransportError) {
        var certificate: UnsafeMutablePointer<UInt8>?
        var key: UnsafeMutablePointer<UInt8>?
        var counts = (0, 0)
        let names = hosts.compactMap(Self.name).joined(separator: ",")
        let days = Int32(Self.lifetime / 86_400)
        guard copenssl_self_signed(names, days, &certificate, &counts.0, &key, &counts.1) == 1 else {
            throw .cryptoUnavailable
        }
        defer {
            copenssl_free(certificate, counts.0)
            copenssl_free(key, counts.1)
        }
        self.certificate = Array(UnsafeBufferPointer(start: certificate, count: counts.0))
        self.key = Array(UnsafeBufferPointer(start: key, count: counts.1))
    }

    /// Whether a private key, in DER, is that of a certificate.
    package static func matches(certificate: [UInt8], key: [UInt8]) -> Bool {
        copenssl_key_matches(certificate, certificate.count, key, key.count) == 1
    }

    /// As OpenSSL writes alternative names. Nothing but what names consist of, or more than a name could be said.
    private static func name(_ host: String) -> String? {
        if SocketAddress(host: host, port: 0) != nil { return "IP:" + host }
        let isName =
            !host.isEmpty
            && host.utf8.allSatisfy { byte in
                48...57 ~= byte || 97...122 ~= byte | 0x20 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            }
        return isName ? "DNS:" + host : nil
    }
}
