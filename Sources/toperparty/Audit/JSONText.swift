/// JSON objects, in the order of their fields.
enum JSONText {
    static func object(_ fields: [OutputField]) -> String {
        let members = fields.compactMap { field in text(of: field.value).map { quoted(field.name) + ":" + $0 } }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// What is not known is left out.
    private static func text(of value: OutputValue) -> String? {
        switch value {
        case .none: nil
        case .text(let text): text.map(quoted)
        case .integer(let value): value.map { String($0) }
        case .number(let value), .film(let value): value.map { String($0) }
        case .time(let value): value.map { quoted(TimeText.universal($0)) }
        case .list(let texts): "[" + texts.map(quoted).joined(separator: ",") + "]"
        case .table(let table): self.table(table)
        }
    }

    static func table(_ table: [String: String]) -> String {
        let members = table.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + quoted($0.value) }
        return "{" + members.joined(separator: ",") + "}"
    }

    static func quoted(_ text: String) -> String {
        var answer = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": answer += "\\\""
            case "\\": answer += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                answer += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: answer.unicodeScalars.append(scalar)
            }
        }
        return answer + "\""
    }
}
