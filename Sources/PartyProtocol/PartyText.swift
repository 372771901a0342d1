/// Formats of the texts that clients choose.
package enum PartyText {
    package static func checkIdentifier(_ text: String, field: String) throws(FieldError) {
        guard isIdentifier(text) else {
            throw FieldError(field: field, problem: "must be 1 to 64 letters, digits, - or _")
        }
    }

    package static func isIdentifier(_ text: String) -> Bool {
        (1...PartyLimits.textLength).contains(text.utf8.count) && text.utf8.allSatisfy(isIdentifierByte)
    }

    package static func checkName(_ text: String, field: String) throws(FieldError) {
        guard isName(text) else {
            throw FieldError(field: field, problem: "must be 1 to 64 characters of text without control characters")
        }
    }

    /// A Character may hold any number of combining marks, so the bytes are limited as well.
    package static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 4 * PartyLimits.textLength, text.count <= PartyLimits.textLength else { return false }
        let scalars = text.unicodeScalars
        return scalars.contains { !$0.properties.isWhitespace } && !scalars.contains(where: isControl)
    }

    /// The identification tag of RFC 5888 §9, no longer than the `mid` header extension carries.
    static func checkMid(_ text: String, field: String) throws(FieldError) {
        guard (1...16).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FieldError(field: field, problem: "must be 1 to 16 printable characters without spaces")
        }
    }

    /// Control characters, line and paragraph separators, and the marks that turn the direction of the text around them.
    package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
    }

    private static func isIdentifierByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
