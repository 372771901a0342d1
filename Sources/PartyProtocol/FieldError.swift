/// One field of a message is missing, of the wrong type or out of range.
package struct FieldError: Error, Equatable, CustomStringConvertible {
    /// Path of the field, such as `tracks[0].mid`; empty for the message itself.
    package let field: String
    /// What is wrong, as the rest of a sentence that begins with the field.
    package let problem: String

    package init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }

    package var description: String {
        (field.isEmpty ? "The message" : field) + " " + problem + "."
    }

    /// The same error seen from the object that contains the field.
    package func inside(_ container: String) -> FieldError {
        FieldError(field: field.isEmpty ? container : container + "." + field, problem: problem)
    }

    /// A client's own text for an error message: short, and without control characters that would upset a log or a terminal.
    package static func excerpt(_ text: String) -> String {
        let clean = text.unicodeScalars.prefix(40).map { PartyText.isControl($0) ? "?" : String($0) }
        return "\"" + clean.joined() + "\""
    }
}
