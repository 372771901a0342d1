/// What a check of the audit trail found.
package struct AuditVerdict: Sendable, Equatable, Codable {
    /// Where it is wrong.
    package struct Fault: Sendable, Equatable, Codable {
        package var table: String
        /// The row's number, or its id.
        package var row: String
        package var reason: String
    }

    /// A place in the chain, as it was noted elsewhere.
    package struct Mark: Sendable, Equatable {
        package var seq: Int64
        package var hash: String

        /// Reads "1234:0a1b…".
        package init?(_ text: String) {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let seq = Int64(parts[0]), parts[1].utf8.count == 64 else { return nil }
            self.seq = seq
            hash = parts[1].lowercased()
        }
    }

    package enum Signature: String, Sendable, Codable {
        case valid
        case wrong
        case missing
        case notChecked = "not checked"
    }

    package var events: Int64 = 0
    package var samples: Int64 = 0
    /// Members whose personal parts were erased.
    package var erased = 0
    /// The first row that is still there; those before it were taken by retention.
    package var firstEvent: Int64 = 1
    /// The end of the chain; noted elsewhere, it proves later that nothing before it was changed or cut off.
    package var head: Int64 = 0
    package var headHash = ""
    package var signature = Signature.notChecked
    package var fault: Fault?

    package var isGood: Bool { fault == nil && (signature == .valid || signature == .notChecked) }
}
