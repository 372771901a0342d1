import Bytes
import Foundation
import NIOSSL

/// What a browser would say of a certificate.
struct CertificateCheck {
    /// By which name browsers look for the server; nil when nobody has said.
    let name: String?
    var now = Date()

    /// The files that the server would use.
    func findings(certificate path: String, key: String) -> [Finding] {
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(path) } catch {
            return [
                .bad("certificate", "\(path) is no PEM file with certificates", fix: "--tls-certificate fullchain.pem")
            ]
        }
        guard let leaf = chain.first else {
            return [.bad("certificate", "\(path) holds no certificate", fix: "--tls-certificate fullchain.pem")]
        }
        return [finding(of: leaf, from: path), keyFinding(leaf, key), chainFinding(chain, path)].compactMap { $0 }
    }

    /// Dates and names.
    func finding(of leaf: NIOSSLCertificate, from source: String) -> Finding {
        let expiry = Date(timeIntervalSince1970: TimeInterval(leaf.notValidAfter))
        let days = Int(expiry.timeIntervalSince(now) / 86_400)
        let date = expiry.formatted(.iso8601.year().month().day())
        if expiry < now {
            return .bad(
                "certificate", "expired on \(date) (\(source))",
                fix: "certbot renew (the server notices the new files by itself)")
        }
        if Date(timeIntervalSince1970: TimeInterval(leaf.notValidBefore)) > now {
            return .bad(
                "certificate", "is not valid yet (\(source)); is the clock right?", fix: "timedatectl set-ntp true")
        }
        let names = Self.names(of: leaf)
        if let name, !names.contains(where: { Self.covers($0, name) }) {
            return .bad(
                "certificate", "is for \(names.joined(separator: ", ")), not for \(name)",
                fix: "certbot certonly -d \(name)", "or name the right address with --public-url")
        }
        if days < 14 {
            return .warning("certificate", "expires in \(days) days, on \(date)", fix: "certbot renew")
        }
        return .good("certificate", "for \(names.joined(separator: ", ")), until \(date)")
    }

    private func keyFinding(_ leaf: NIOSSLCertificate, _ path: String) -> Finding? {
        do {
            let key = try NIOSSLPrivateKey(file: path, format: .pem)
            let settings = TLSConfiguration.makeServerConfiguration(
                certificateChain: [.certificate(leaf)], privateKey: .privateKey(key))
            _ = try NIOSSLContext(configuration: settings)
            return nil
        } catch {
            return .bad("private key", "\(path) is not the key of the certificate", fix: "--tls-key privkey.pem")
        }
    }

    /// Browsers know roots, not what lies between: a certificate alone is an intermediate short.
    private func chainFinding(_ chain: [NIOSSLCertificate], _ path: String) -> Finding? {
        guard chain.count == 1 else { return nil }
        return .warning(
            "chain", "\(path) holds one certificate; unless it is self-signed, those it is signed by belong into it",
            fix: "--tls-certificate fullchain.pem instead of cert.pem")
    }

    private static func names(of leaf: NIOSSLCertificate) -> [String] {
        leaf._subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self).lowercased()
            case .ipAddress: address(Array(name.contents))
            default: nil
            }
        }
    }

    private static func address(_ bytes: [UInt8]) -> String? {
        let number = { (part: ArraySlice<UInt8>) in part.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: return SocketAddress(ipv4: UInt32(number(bytes[...])), port: 0).host
        case 16: return SocketAddress(high: number(bytes[..<8]), low: number(bytes[8...]), port: 0).host
        default: return nil
        }
    }

    /// A star stands for exactly one label (RFC 9525 §6.3).
    static func covers(_ pattern: String, _ name: String) -> Bool {
        if pattern == name.lowercased() { return true }
        guard pattern.hasPrefix("*."), let dot = name.firstIndex(of: "."), dot != name.startIndex else { return false }
        return pattern.dropFirst() == name[dot...].lowercased()
    }
}
