/// `a=rid` (RFC 8851 §10).
package struct RestrictionIdentifier: AttributeValue {
    package static let name = "rid"
    package static let limit = 16

    package enum Direction: String, Sendable {
        case send
        case recv
    }

    package var id: String
    package var direction: Direction
    /// Payload types the stream is limited to; empty for all of the section.
    package var payloadTypes: [UInt8]
    /// `key=value` pairs other than `pt`.
    package var restrictions: [String]

    package init(id: String, direction: Direction, payloadTypes: [UInt8] = [], restrictions: [String] = []) {
        self.id = id
        self.direction = direction
        self.payloadTypes = payloadTypes
        self.restrictions = restrictions
    }

    package init?(_ text: String) {
        let fields = text[...].fields(limit: 2)
        guard fields.count == 2 || fields.count == 3, fields[0].isStreamIdentifier else { return nil }
        guard let direction = Direction(rawValue: String(fields[1])) else { return nil }
        self.init(id: String(fields[0]), direction: direction)
        for pair in (fields.count == 3 ? fields[2] : "").fields(";") {
            guard take(pair) else { return nil }
        }
    }

    private mutating func take(_ pair: Substring) -> Bool {
        let (key, value) = pair.split(at: "=")
        guard key == "pt" else {
            restrictions.append(String(pair))
            return true
        }
        let parts = (value ?? "").fields(",")
        payloadTypes = parts.compactMap(\.payloadType)
        return payloadTypes.count == parts.count
    }

    package var text: String {
        let types = payloadTypes.map(String.init).joined(separator: ",")
        let all = (types.isEmpty ? [] : ["pt=\(types)"]) + restrictions
        return "\(id) \(direction.rawValue)" + (all.isEmpty ? "" : " \(all.joined(separator: ";"))")
    }
}

extension Substring {
    /// RFC 8852 §3.1: letters and digits, which RFC 8851 widens by `-` and `_`; a one-byte header extension holds 16 bytes of it.
    var isStreamIdentifier: Bool {
        (1...16).contains(utf8.count)
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: true
                default: false
                }
            }
    }
}
