/// Why a text is no session description (RFC 8866), and where.
package struct SDPError: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case textTooLong
        case tooManyLines
        case lineTooLong
        case tooManyMediaLines
        case tooManyCandidates
        /// More `a=` lines of this name in one section than are read.
        case tooMany(String)
        /// NUL, or a carriage return that ends no line.
        case controlCharacter
        /// Not of the form `<letter>=<value>`.
        case notALine
        /// A type letter that RFC 8866 §5 does not define.
        case unknownType
        case missingVersion
        /// The value of a line or attribute of this name.
        case malformed(String)
    }

    /// Counted from 1; 0 when the text as a whole is at fault.
    package var line: Int
    package var reason: Reason

    package init(line: Int, reason: Reason) {
        self.line = line
        self.reason = reason
    }
}
