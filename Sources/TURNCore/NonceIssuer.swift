import Bytes
import SecureTransport

/// Nonces that need no memory: the time of issue and a number, sealed together with the client's address. A nonce of another server, of another
/// client or of another time is known by its seal alone (attack T11).
package struct NonceIssuer: Sendable {
    /// RFC 8489 §9.2: the cookie says that security features follow, 24 bits in four characters.
    private static let cookie = Array("obMatJos2".utf8)
    private static let tagCount = 8

    private let seal: MessageAuthentication
    private let prefix: [UInt8]
    private let lifetime: TimeSpan
    private var number: UInt16 = 0

    /// - Parameters:
    ///   - key: secret; the workers of a server share it.
    ///   - offersUserhash: whether clients may hide their names (bit 1, "Username anonymity"; bit 0 is "Password algorithms").
    package init(key: [UInt8], lifetime: TimeSpan, offersUserhash: Bool) {
        seal = MessageAuthentication(.sha256, key: key.span.bytes)
        // Bits count from the most significant one (RFC 8489 §18.1).
        prefix = Self.cookie + Base64.encode([offersUserhash ? 0xc0 : 0x80, 0, 0])
        self.lifetime = lifetime
    }

    package mutating func issue(to client: SocketAddress, now: MonotonicTime) -> [UInt8] {
        number &+= 1
        var head: [UInt8] = []
        for shift in stride(from: 32, through: 0, by: -8) {
            head.append(UInt8(truncatingIfNeeded: now.milliseconds >> Int64(shift)))
        }
        head += [UInt8(number >> 8), UInt8(number & 0xff)]
        return prefix + Base64.encode(head + tag(of: head, for: client))
    }

    /// Whether we issued it to this address and not too long ago.
    package func isValid(_ nonce: RawSpan, from client: SocketAddress, now: MonotonicTime) -> Bool {
        guard nonce.byteCount == prefix.count + 20, let bytes = Base64.decode(Array(nonce.array()[prefix.count...])),
            bytes.count == 15, nonce.slice(at: 0, count: prefix.count)?.elementsEqual(prefix.span.bytes) == true
        else { return false }
        let head = Array(bytes[..<7])
        let given = Array(bytes[7...])
        let right = tag(of: head, for: client)
        guard constantTimeEqual(given.span.bytes, right.span.bytes) else { return false }
        let issued = head[..<5].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        // 40 bits of milliseconds: the difference is right for 34 years.
        let age = (now.milliseconds &- issued) & 0xff_ffff_ffff
        return age <= lifetime.milliseconds
    }

    private func tag(of head: [UInt8], for client: SocketAddress) -> [UInt8] {
        var authentication = seal
        authentication.update(head.span.bytes)
        let address = [client.high.bigEndian, client.low.bigEndian]
        authentication.update(address.span.bytes)
        return Array(authentication.finalize().bytes.array().prefix(Self.tagCount))
    }
}
