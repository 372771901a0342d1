/// `a=rtpmap` (RFC 8866 §6.6).
package struct RTPMap: AttributeValue {
    package static let name = "rtpmap"
    package static let limit = 256

    package var payloadType: UInt8
    /// As written; names compare without regard to case.
    package var encoding: String
    /// Hz.
    package var clockRate: UInt32
    /// For audio the number of channels, 1 when left out.
    package var parameters: String?

    package init(payloadType: UInt8, encoding: String, clockRate: UInt32, parameters: String? = nil) {
        self.payloadType = payloadType
        self.encoding = encoding
        self.clockRate = clockRate
        self.parameters = parameters
    }

    package init?(_ text: String) {
        let fields = text[...].fields()
        guard fields.count == 2, let type = fields[0].payloadType else { return nil }
        let parts = fields[1].fields("/")
        guard parts.count == 2 || parts.count == 3, let clockRate = parts[1].decimal(UInt32.self) else { return nil }
        self.init(
            payloadType: type, encoding: String(parts[0]), clockRate: clockRate,
            parameters: parts.count == 3 ? String(parts[2]) : nil)
    }

    package var text: String {
        "\(payloadType) \(encoding)/\(clockRate)" + (parameters.map { "/\($0)" } ?? "")
    }
}
