import MediaParameters

/// `a=extmap` (RFC 8285 §8).
package struct ExtensionAttribute: AttributeValue {
    package static let name = "extmap"
    package static let limit = 64

    package var id: UInt16
    /// From the writer's point of view; nil when left out.
    package var direction: MediaDirection?
    package var uri: String

    package init(id: UInt16, direction: MediaDirection? = nil, uri: String) {
        self.id = id
        self.direction = direction
        self.uri = uri
    }

    package init?(_ text: String) {
        let fields = text[...].fields()
        guard fields.count >= 2 else { return nil }
        let (number, way) = fields[0].split(at: "/")
        guard let id = number.decimal(UInt16.self) else { return nil }
        if let way {
            guard let direction = MediaDirection(rawValue: String(way)) else { return nil }
            self.direction = direction
        }
        self.id = id
        uri = String(fields[1])
    }

    package var text: String { "\(id)" + (direction.map { "/\($0.rawValue)" } ?? "") + " \(uri)" }
}
