/// The `o=` line (RFC 8866 §5.2). Numbers stay text: RFC 8866 sets no upper bound, and nothing is computed from a client's.
package struct Origin: Sendable, Equatable {
    package var username: String
    package var sessionID: String
    package var sessionVersion: String
    /// Network type, address type and address.
    package var address: String

    package init(username: String, sessionID: String, sessionVersion: String, address: String) {
        self.username = username
        self.sessionID = sessionID
        self.sessionVersion = sessionVersion
        self.address = address
    }

    init?(_ text: Substring) {
        let fields = text.fields()
        guard fields.count == 6 else { return nil }
        self.init(
            username: String(fields[0]), sessionID: String(fields[1]), sessionVersion: String(fields[2]),
            address: "\(fields[3]) \(fields[4]) \(fields[5])")
    }

    var text: String { "\(username) \(sessionID) \(sessionVersion) \(address)" }
}
