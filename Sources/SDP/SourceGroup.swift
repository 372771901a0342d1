/// `a=ssrc-group` (RFC 5576 §4.2).
package struct SourceGroup: AttributeValue {
    package static let name = "ssrc-group"
    package static let limit = 32

    /// `FID` pairs a stream with its retransmissions, `SIM` lists simulcast streams.
    package var semantics: String
    package var sources: [UInt32]

    package init(semantics: String, sources: [UInt32]) {
        self.semantics = semantics
        self.sources = sources
    }

    package init?(_ text: String) {
        let fields = text[...].fields()
        let sources = fields.dropFirst().compactMap { $0.decimal(UInt32.self) }
        guard let semantics = fields.first, sources.count == fields.count - 1 else { return nil }
        self.init(semantics: String(semantics), sources: sources)
    }

    package var text: String { ([semantics] + sources.map(String.init)).joined(separator: " ") }
}
