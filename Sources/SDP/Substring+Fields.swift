// Text is cut at bytes, never at characters: a combining mark behind a space would otherwise make both one character.
extension Substring {
    /// What stands before and behind the first `separator`; `tail` is nil when there is none.
    func split(at separator: Unicode.Scalar) -> (head: Substring, tail: Substring?) {
        guard let index = utf8.firstIndex(of: UInt8(ascii: separator)) else { return (self, nil) }
        return (self[..<index], self[utf8.index(after: index)...])
    }

    /// The parts between `separator`s, empty ones left out. Of more than `limit` parts, the last is the whole rest.
    func fields(_ separator: Unicode.Scalar = " ", limit: Int = 64) -> [Substring] {
        utf8.split(separator: UInt8(ascii: separator), maxSplits: limit).map { Substring($0) }
    }

    var withoutTrailingReturn: Substring {
        utf8.last == 13 ? Substring(utf8.dropLast()) : self
    }

    /// RFC 8866 §9 `token`.
    package var isToken: Bool {
        !utf8.isEmpty && utf8.allSatisfy(\.isTokenByte)
    }

    /// A number of digits only that fits the type.
    func decimal<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard !utf8.isEmpty else { return nil }
        var number: Number = 0
        for byte in utf8 {
            guard let digit = Number(exactly: Int(byte) - 48), digit >= 0, digit <= 9 else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// Payload types have seven bits (RFC 3550 §5.1).
    var payloadType: UInt8? {
        decimal(UInt8.self).flatMap { $0 < 128 ? $0 : nil }
    }
}

extension UInt8 {
    fileprivate var isTokenByte: Bool {
        switch self {
        case 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x30...0x39, 0x41...0x5a, 0x5e...0x7e: true
        default: false
        }
    }
}
