/// Ranges of the numbers that clients choose.
package enum PartyNumber {
    /// Beyond this a JSON number is no longer exact (RFC 8259 §6).
    package static let largestInteger = 9_007_199_254_740_991
    /// Seconds; live streams may count from 1970.
    package static let largestPosition = 1e11

    package static func checkPosition(_ seconds: Double, field: String) throws(FieldError) {
        guard seconds.isFinite, (0...largestPosition).contains(seconds) else {
            throw FieldError(field: field, problem: "must be seconds, 0 or more")
        }
    }

    package static func checkRevision(_ revision: Int, field: String = "revision") throws(FieldError) {
        guard (0...largestInteger).contains(revision) else {
            throw FieldError(field: field, problem: "must be 0 or more")
        }
    }

    package static func checkMilliseconds(_ value: Double, field: String) throws(FieldError) {
        guard value.isFinite, abs(value) <= 86_400_000 else {
            throw FieldError(field: field, problem: "must be milliseconds of less than a day")
        }
    }
}
