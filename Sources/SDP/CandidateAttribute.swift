/// `a=candidate` (RFC 8839 §5.1). Extension attributes are dropped.
package struct CandidateAttribute: AttributeValue {
    package static let name = "candidate"
    package static let limit = SDPLimits.candidates

    package var foundation: String
    /// 1 for RTP, with RTCP multiplexed on it.
    package var component: UInt8
    /// `udp` or `tcp`.
    package var transport: String
    package var priority: UInt32
    package var address: String
    package var port: UInt16
    /// `host`, `srflx`, `prflx` or `relay`.
    package var type: String

    package init(
        foundation: String, component: UInt8 = 1, transport: String = "udp", priority: UInt32, address: String,
        port: UInt16,
        type: String = "host"
    ) {
        self.foundation = foundation
        self.component = component
        self.transport = transport
        self.priority = priority
        self.address = address
        self.port = port
        self.type = type
    }

    package init?(_ text: String) {
        let fields = text[...].fields()
        guard fields.count >= 8, fields[6] == "typ" else { return nil }
        guard let component = fields[1].decimal(UInt8.self), let priority = fields[3].decimal(UInt32.self),
            let port = fields[5].decimal(UInt16.self)
        else { return nil }
        self.init(
            foundation: String(fields[0]), component: component, transport: fields[2].lowercased(), priority: priority,
            address: String(fields[4]), port: port, type: String(fields[7]))
    }

    package var text: String { "\(foundation) \(component) \(transport) \(priority) \(address) \(port) typ \(type)" }
}
