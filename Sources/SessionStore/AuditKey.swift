import Crypto
import Foundation

/// The key that signs the head of the chain (Ed25519), kept in a file. Its public half suffices to check; whoever keeps it elsewhere notices a database that
/// was written anew from its first row.
package struct AuditKey: Sendable {
    private let secret: Curve25519.Signing.PrivateKey?
    private let open: Curve25519.Signing.PublicKey

    private init(_ secret: Curve25519.Signing.PrivateKey) {
        self.secret = secret
        open = secret.publicKey
    }

    private init(_ open: Curve25519.Signing.PublicKey) {
        secret = nil
        self.open = open
    }

    package static func beside(_ database: String) -> String { database + ".key" }

    /// Reads a key, secret or public.
    package init(path: String) throws(SessionStoreError) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .key(path: path, reason: "the file cannot be read")
        }
        let parts = text.split { $0 == " " || $0 == "\n" || $0 == "\r" }
        guard parts.count == 2, let raw = Data(base64Encoded: String(parts[1])) else {
            throw .key(path: path, reason: "it does not hold one key, such as \"ed25519-secret …\"")
        }
        do {
            switch parts[0] {
            case "ed25519-secret": self.init(try Curve25519.Signing.PrivateKey(rawRepresentation: raw))
            case "ed25519-public": self.init(try Curve25519.Signing.PublicKey(rawRepresentation: raw))
            default: throw SessionStoreError.key(path: path, reason: "its kind is not known")
            }
        } catch {
            throw .key(path: path, reason: "it is damaged")
        }
    }

    /// Reads the secret key; makes one, for the owner's eyes only, where there is none.
    static func obtain(_ path: String) throws(SessionStoreError) -> AuditKey {
        if !FileManager.default.fileExists(atPath: path) {
            let key = Curve25519.Signing.PrivateKey()
            let text = "ed25519-secret \(key.rawRepresentation.base64EncodedString())\n"
            guard
                FileManager.default.createFile(
                    atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            else { throw .key(path: path, reason: "the file cannot be written") }
        }
        let key = try AuditKey(path: path)
        guard key.canSign else {
            throw .key(path: path, reason: "this is the public half; the server signs with the secret one")
        }
        return key
    }

    package var canSign: Bool { secret != nil }

    /// As a public key file holds it.
    package var publicText: String { "ed25519-public \(open.rawRepresentation.base64EncodedString())" }

    var publicBytes: [UInt8] { Array(open.rawRepresentation) }

    func sign(_ message: [UInt8]) throws -> [UInt8] {
        guard let secret else { throw SessionStoreError.failed("the audit key is the public half") }
        return Array(try secret.signature(for: message))
    }

    func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        open.isValidSignature(signature, for: message)
    }

    /// A keyed hash of a member's address, which only the holder of this key can make.
    func pseudonym(of address: String) -> String {
        guard let secret else { return "" }
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret.rawRepresentation), info: Array("address".utf8),
            outputByteCount: 32)
        let code = HMAC<SHA256>.authenticationCode(for: Array(address.utf8), using: key)
        return "hash:" + code.prefix(8).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
