extension SDPError: CustomStringConvertible {
    package var description: String {
        line == 0 ? reason.description : "line \(line): \(reason.description)"
    }
}

extension SDPError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .textTooLong: "the description is longer than \(SDPLimits.text) bytes"
        case .tooManyLines: "the description has more than \(SDPLimits.lines) lines"
        case .lineTooLong: "the line is longer than \(SDPLimits.line) bytes"
        case .tooManyMediaLines: "the description has more than \(SDPLimits.mediaLines) m-lines"
        case .tooManyCandidates: "the description has more than \(SDPLimits.candidates) candidates"
        case .tooMany(let name): "too many \(name) lines in one section"
        case .controlCharacter: "a control character is not allowed here"
        case .notALine: "a line must be a letter, an equals sign and a value"
        case .unknownType: "unknown line type"
        case .missingVersion: "the description must start with v=0"
        case .malformed(let name): "malformed \(name)"
        }
    }
}
