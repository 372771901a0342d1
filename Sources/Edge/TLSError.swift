/// Why a certificate cannot be used, in words that say what to do.
package enum TLSError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case noCertificate(file: String)
    case noKey(file: String)
    case mismatch(certificate: String, key: String)
    case expired(file: String, on: String)
    case unusable(file: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)."
        case .noCertificate(let file):
            "\(file) holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)."
        case .noKey(let file):
            "\(file) holds no private key in PEM form without a passphrase (-----BEGIN PRIVATE KEY-----)."
        case .mismatch(let certificate, let key):
            "the key in \(key) does not belong to the certificate in \(certificate)."
        case .expired(let file, let day): "the certificate in \(file) expired on \(day); renew it."
        case .unusable(let file, let reason): "the certificate in \(file) cannot be used: \(reason)."
        }
    }
}
