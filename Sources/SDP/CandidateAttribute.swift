/// `a=candidate` (RFC 8839 §5.1). Of extension attributes only `tcptype` is kept.
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
    /// `active`, `passive` or `so` of a TCP candidate (RFC 6544 §4.5).
    package var tcpType: String?

    package init(
        foundation: String, component: UInt8 = 1, transport: String = "udp", priority: UInt32, address: String,
        port: UInt16,
        type: String = "host", tcpType: String? = nil
    ) {
        self.foundation = foundation
        self.component = component
        self.transport = transport
        self.priority = priority
        self.address = address
        self.port = port
        self.type = type
        self.tcpType = tcpType
    }

    package init?(_ text: String) {
        let fields = text[...].fields()
        guard fields.count >= 8, fields[6] == "typ" else { return nil }
        guard let component = fields[1].decimal(UInt8.self), let priority = fields[3].decimal(UInt32.self),
            let port = fields[5].decimal(UInt16.self)
        else { return nil }
        self.init(
            foundation: String(fields[0]), component: component, transport: fields[2].lowercased(), priority: priority,
            address: String(fields[4]), port: port, type: String(fields[7]), tcpType: Self.tcpType(fields))
    }

    /// Extensions come in pairs of name and value.
    private static func tcpType(_ fields: [Substring]) -> String? {
        for place in stride(from: 8, to: fields.count - 1, by: 2) where fields[place] == "tcptype" {
            return String(fields[place + 1])
        }
        return nil
    }

    package var text: String {
        let host = "\(foundation) \(component) \(transport) \(priority) \(address) \(port) typ \(type)"
        return tcpType.map { "\(host) tcptype \($0)" } ?? host
    }
}
