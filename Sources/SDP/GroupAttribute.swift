/// `a=group` (RFC 5888 §5).
package struct GroupAttribute: AttributeValue {
    package static let name = "group"
    package static let limit = 8

    package var semantics: String
    package var mids: [String]

    package init(semantics: String, mids: [String]) {
        self.semantics = semantics
        self.mids = mids
    }

    package init?(_ text: String) {
        let fields = text[...].fields(limit: SDPLimits.mediaLines + 1)
        guard let semantics = fields.first, fields.count <= SDPLimits.mediaLines + 1 else { return nil }
        self.init(semantics: String(semantics), mids: fields.dropFirst().map(String.init))
    }

    package var text: String { ([semantics] + mids).joined(separator: " ") }
}
