/// `a=fmtp` (RFC 8866 §6.15).
package struct FormatParameters: AttributeValue {
    package static let name = "fmtp"
    package static let limit = 256

    package var payloadType: UInt8
    package var parameters: String

    package init(payloadType: UInt8, parameters: String) {
        self.payloadType = payloadType
        self.parameters = parameters
    }

    package init?(_ text: String) {
        let (type, parameters) = text[...].split(at: " ")
        guard let type = type.payloadType, let parameters else { return nil }
        self.init(payloadType: type, parameters: String(parameters))
    }

    package var text: String { "\(payloadType) \(parameters)" }

    /// The value of `name=value`, separated by semicolons; names compare without regard to case (RFC 6838 §4.3).
    package subscript(name: String) -> String? {
        for parameter in parameters[...].fields(";") {
            let (key, value) = parameter.split(at: "=")
            if let value, key.trimmed.lowercased() == name { return String(value.trimmed) }
        }
        return nil
    }

    /// Payload types of the primary and redundant blocks, as RED lists them (RFC 2198 §5); nil when this is no such list.
    package var redundancy: [UInt8]? {
        let parts = parameters[...].trimmed.fields("/")
        let types = parts.compactMap(\.payloadType)
        return types.isEmpty || types.count != parts.count ? nil : types
    }

    /// The payload type that these retransmissions repair (RFC 4588 §8.1).
    package var associatedPayloadType: UInt8? {
        self["apt"].flatMap { $0[...].payloadType }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        fields().first ?? ""
    }
}
