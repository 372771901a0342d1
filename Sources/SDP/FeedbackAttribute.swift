/// `a=rtcp-fb` (RFC 4585 §4.2).
package struct FeedbackAttribute: AttributeValue {
    package static let name = "rtcp-fb"
    package static let limit = 1_024

    /// nil for `*`, which means every payload type of the section.
    package var payloadType: UInt8?
    /// Such as `nack pli`.
    package var mechanism: String

    package init(payloadType: UInt8?, mechanism: String) {
        self.payloadType = payloadType
        self.mechanism = mechanism
    }

    package init?(_ text: String) {
        let fields = text[...].fields()
        guard fields.count >= 2 else { return nil }
        if fields[0] != "*" {
            guard let type = fields[0].payloadType else { return nil }
            payloadType = type
        }
        mechanism = fields.dropFirst().joined(separator: " ")
    }

    package var text: String { "\(payloadType.map(String.init) ?? "*") \(mechanism)" }
}
