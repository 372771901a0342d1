/// `a=ssrc` (RFC 5576 §4.1).
package struct SourceAttribute: AttributeValue {
    package static let name = "ssrc"
    package static let limit = 128

    package var ssrc: UInt32
    /// Such as `cname`.
    package var attribute: String
    package var value: String?

    package init(ssrc: UInt32, attribute: String, value: String? = nil) {
        self.ssrc = ssrc
        self.attribute = attribute
        self.value = value
    }

    package init?(_ text: String) {
        let (number, rest) = text[...].split(at: " ")
        guard let ssrc = number.decimal(UInt32.self), let rest else { return nil }
        let (attribute, value) = rest.split(at: ":")
        self.init(ssrc: ssrc, attribute: String(attribute), value: value.map(String.init))
    }

    package var text: String { "\(ssrc) \(attribute)" + (value.map { ":\($0)" } ?? "") }
}
