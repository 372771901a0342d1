import Foundation
import NIOConcurrencyHelpers
import NIOSSL
import SecureTransport

/// The server's certificate for TLS. New connections get the one that was loaded last; those that are open keep theirs.
package final class TLSIdentity: Sendable {
    static let webProtocol = "http/1.1"
    /// RFC 7443.
    static let relayProtocols = ["stun.turn", "stun.nat-discovery"]

    private let source: TLSSource
    private let now: @Sendable () -> Date
    private let loaded: NIOLockedValueBox<(context: NIOSSLContext, stamps: [TLSFileStamp], end: Date)>

    /// - Parameter now: the time of day, by which certificates expire.
    package init(_ source: TLSSource, now: @escaping @Sendable () -> Date = { Date() }) throws(TLSError) {
        self.source = source
        self.now = now
        loaded = NIOLockedValueBox(try Self.load(source, now()))
    }

    var context: NIOSSLContext { loaded.withLockedValue { $0.context } }

    /// When the certificate expires.
    package var end: Date { loaded.withLockedValue { $0.end } }

    /// Whether the files are other ones than those loaded.
    package var hasChanged: Bool { loaded.withLockedValue { $0.stamps } != Self.stamps(source) }

    /// Loads the files again. When they cannot be used, the certificate in use stays.
    package func reload() throws(TLSError) {
        guard case .files = source else { return }
        let stamps = Self.stamps(source)
        do {
            let fresh = try Self.load(source, now())
            loaded.withLockedValue { $0 = fresh }
        } catch {
            // Told once for each state of the files.
            loaded.withLockedValue { $0.stamps = stamps }
            throw error
        }
    }

    // MARK: Loading

    private static func load(
        _ source: TLSSource, _ now: Date
    ) throws(TLSError) -> (context: NIOSSLContext, stamps: [TLSFileStamp], end: Date) {
        let stamps = stamps(source)
        switch source {
        case .files(let certificate, let key):
            let chain = try chain(certificate)
            let end = Date(timeIntervalSince1970: TimeInterval(chain[0].notValidAfter))
            guard end > now else { throw .expired(file: certificate, on: day(end)) }
            let context = try context(chain, try privateKey(key), certificate, key)
            return (context, stamps, end)
        case .selfSigned(let hosts):
            return (try selfSigned(hosts), stamps, now + SelfSignedCertificate.lifetime)
        }
    }

    private static func stamps(_ source: TLSSource) -> [TLSFileStamp] {
        guard case .files(let certificate, let key) = source else { return [] }
        return [TLSFileStamp(certificate), TLSFileStamp(key)]
    }

    private static func bytes(_ file: String) throws(TLSError) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: file)))
        } catch let error as CocoaError {
            throw .unreadable(file: file, reason: reason(error))
        } catch {
            throw .unreadable(file: file, reason: "\(error)")
        }
    }

    private static func reason(_ error: CocoaError) -> String {
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "this user may not read it"
        default: error.localizedDescription
        }
    }

    private static func chain(_ file: String) throws(TLSError) -> [NIOSSLCertificate] {
        let bytes = try bytes(file)
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(bytes), !chain.isEmpty else {
            throw .noCertificate(file: file)
        }
        return chain
    }

    private static func privateKey(_ file: String) throws(TLSError) -> NIOSSLPrivateKey {
        let bytes = try bytes(file)
        // An empty passphrase: without one the library would ask for it on the terminal.
        let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) { setter in setter([UInt8]()) }
        guard let key else { throw .noKey(file: file) }
        return key
    }

    private static func context(
        _ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey, _ certificate: String, _ keyFile: String
    ) throws(TLSError) -> NIOSSLContext {
        guard fits(chain[0], key) else { throw .mismatch(certificate: certificate, key: keyFile) }
        return try context(chain, key, named: certificate)
    }

    private static func fits(_ certificate: NIOSSLCertificate, _ key: NIOSSLPrivateKey) -> Bool {
        guard let certificate = try? certificate.toDERBytes(), let key = try? key.derBytes else { return false }
        return SelfSignedCertificate.matches(certificate: certificate, key: key)
    }

    private static func context(
        _ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey, named file: String
    ) throws(TLSError) -> NIOSSLContext {
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        // Likeliest first: no browser offers TURN for a page, but coturn's client offers HTTP before TURN.
        settings.applicationProtocols = relayProtocols + [webProtocol]
        settings.renegotiationSupport = .none
        do { return try NIOSSLContext(configuration: settings) } catch {
            throw .unusable(file: file, reason: "\(error)")
        }
    }

    private static func selfSigned(_ hosts: [String]) throws(TLSError) -> NIOSSLContext {
        let name = "the certificate made at start"
        do {
            let made = try SelfSignedCertificate(hosts: hosts)
            let certificate = try NIOSSLCertificate(bytes: made.certificate, format: .der)
            let key = try NIOSSLPrivateKey(bytes: made.key, format: .der)
            return try context([certificate], key, named: name)
        } catch let error as TLSError {
            throw error
        } catch {
            throw .unusable(file: name, reason: "\(error)")
        }
    }

    private static func day(_ date: Date) -> String { String(date.ISO8601Format().prefix(10)) }
}
