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

    /// A command's id, or a token: printable ASCII without spaces.
    static func checkLabel(_ text: String, longest: Int, field: String) throws(FieldError) {
        guard (1...longest).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FieldError(field: field, problem: "must be 1 to \(longest) printable characters without spaces")
        }
    }

    static func checkAddress(_ text: String, field: String) throws(FieldError) {
        guard (1...PartyLimits.addressBytes).contains(text.utf8.count), !text.unicodeScalars.contains(where: isControl)
        else {
            throw FieldError(field: field, problem: "must be an address of at most \(PartyLimits.addressBytes) bytes")
        }
    }

    static func checkTitle(_ text: String, field: String) throws(FieldError) {
        guard text.utf8.count <= 4 * PartyLimits.titleLength, text.count <= PartyLimits.titleLength,
            !text.unicodeScalars.contains(where: isControl)
        else {
            throw FieldError(
                field: field,
                problem: "must be at most \(PartyLimits.titleLength) characters of text without control characters")
        }
    }

    /// What somebody says: lines are allowed, other control characters are not.
    static func checkChat(_ text: String, field: String) throws(FieldError) {
        let scalars = text.unicodeScalars
        guard text.utf8.count <= 4 * PartyLimits.chatLength, text.count <= PartyLimits.chatLength,
            scalars.contains(where: { !$0.properties.isWhitespace }),
            !scalars.contains(where: { isControl($0) && $0 != "\n" })
        else {
            throw FieldError(
                field: field,
                problem: "must be 1 to \(PartyLimits.chatLength) characters of text without control characters")
        }
    }

    /// One to four symbols, however many code points a symbol takes.
    static func checkReaction(_ text: String, field: String) throws(FieldError) {
        let scalars = text.unicodeScalars
        guard text.utf8.count <= PartyLimits.reactionBytes, (1...4).contains(text.count),
            scalars.contains(where: { !$0.properties.isWhitespace }), !scalars.contains(where: isControl)
        else { throw FieldError(field: field, problem: "must be 1 to 4 symbols") }
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
