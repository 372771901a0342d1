/// `a=fingerprint` (RFC 8122 §5) with any hash function; which ones are good enough is not decided here.
package struct FingerprintAttribute: AttributeValue {
    package static let name = "fingerprint"
    package static let limit = 16

    /// In lower case.
    package var hash: String
    package var bytes: [UInt8]

    package init(hash: String, bytes: [UInt8]) {
        self.hash = hash
        self.bytes = bytes
    }

    /// Hexadecimal digits of either case: RFC 8122 asks for upper, but some write lower.
    package init?(_ text: String) {
        let fields = text[...].fields()
        guard fields.count == 2, fields[0].isToken else { return nil }
        let parts = fields[1].fields(":", limit: 64)
        let bytes = parts.compactMap(\.hexadecimalByte)
        guard !bytes.isEmpty, bytes.count == parts.count else { return nil }
        self.init(hash: fields[0].lowercased(), bytes: bytes)
    }

    package var text: String {
        "\(hash) " + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: ":")
    }
}

extension Substring {
    fileprivate var hexadecimalByte: UInt8? {
        // The initialiser would take a sign.
        guard utf8.count == 2, utf8.first != UInt8(ascii: "+"), utf8.first != UInt8(ascii: "-") else { return nil }
        return UInt8(self, radix: 16)
    }
}
