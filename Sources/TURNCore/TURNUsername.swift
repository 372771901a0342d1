import Bytes

/// A user name of the REST form: `expiry:identity`, where expiry is in Unix seconds. The identities that this server hands out are `room/member`.
package struct TURNUsername: Sendable, Hashable {
    /// Longer names are nobody's.
    package static let maximum = 256

    package let text: [UInt8]
    /// Unix seconds.
    package let expires: Int64
    private let identityStart: Int

    /// `nil` unless there are 1 to 12 digits, a colon and an identity.
    package init?(_ name: RawSpan) {
        guard name.byteCount <= Self.maximum else { return nil }
        self.init(name.array())
    }

    package init?(_ text: [UInt8]) {
        guard text.count <= Self.maximum, let colon = text.firstIndex(of: UInt8(ascii: ":")), (1...12).contains(colon),
            colon + 1 < text.count
        else { return nil }
        var expires: Int64 = 0
        for digit in text[..<colon] {
            guard (48...57).contains(digit) else { return nil }
            expires = expires * 10 + Int64(digit - 48)
        }
        self.text = text
        self.expires = expires
        identityStart = colon + 1
    }

    /// What stays the same when the same member gets new credentials.
    package var identity: [UInt8] { Array(text[identityStart...]) }

    /// The room to which the name binds its bearer; `nil` for names that others made.
    package var room: [UInt8]? {
        guard let slash = text.lastIndex(of: UInt8(ascii: "/")), slash > identityStart else { return nil }
        return Array(text[identityStart..<slash])
    }
}
