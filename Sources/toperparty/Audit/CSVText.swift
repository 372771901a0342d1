/// Comma-separated values (RFC 4180).
enum CSVText {
    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    static func text(of value: OutputValue) -> String {
        switch value {
        case .none, .text(nil), .integer(nil), .number(nil), .time(nil), .film(nil): ""
        case .text(let text?): harmless(text)
        case .integer(let value?): String(value)
        case .number(let value?), .film(let value?): String(value)
        case .time(let value?): TimeText.universal(value)
        case .list(let texts): harmless(texts.joined(separator: ", "))
        case .table(let table): table.isEmpty ? "" : JSONText.table(table)
        }
    }

    /// Spreadsheets run what begins like a formula; an apostrophe makes it a text.
    private static func harmless(_ text: String) -> String {
        guard let first = text.first, "=+-@\t\r".contains(first), Double(text) == nil else { return text }
        return "'" + text
    }
}
