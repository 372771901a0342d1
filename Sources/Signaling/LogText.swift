import PartyProtocol

/// Texts that others chose, for logs.
package enum LogText {
    /// The text on one line: control characters, which could forge a line or move a terminal's cursor, are written out.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: PartyText.isControl) else { return text }
        return text.unicodeScalars.map { PartyText.isControl($0) ? $0.escaped(asASCII: true) : String($0) }.joined()
    }
}
