/// Texts and tables of texts in the one form that is hashed and stored.
enum CanonicalText {
    private static let limit = (key: 64, keys: 32, value: 2048)

    /// SQLite's text ends at NUL; where a text is a column of its own NUL becomes its picture. What is in JSON keeps it, escaped.
    static func column(_ text: String) -> String {
        let text = text.utf8.contains(0) ? text.replacing("\0", with: "\u{2400}") : text
        return text.utf8.count <= 256 ? text : String(text.prefix(128))
    }

    /// JSON with sorted keys and no spaces.
    static func json(_ table: [String: String]) -> String {
        guard !table.isEmpty else { return "{}" }
        var text = "{"
        for (key, value) in table.sorted(by: { $0.key < $1.key }).prefix(limit.keys) {
            if text.utf8.count > 1 { text += "," }
            append(key, limit.key, to: &text)
            text += ":"
            append(value, limit.value, to: &text)
        }
        return text + "}"
    }

    private static func append(_ value: String, _ longest: Int, to text: inout String) {
        text += "\""
        if value.utf8.count <= longest, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F })
        {
            text += value
        } else {
            for scalar in value.unicodeScalars.prefix(longest) { text += escaped(scalar) }
        }
        text += "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\u{0}"..."\u{1F}", "\u{7F}":
            "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: String(scalar)
        }
    }
}
