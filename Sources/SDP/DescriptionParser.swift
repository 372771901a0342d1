/// Reads a description or fragment line by line.
struct DescriptionParser {
    /// RFC 8840 §9: a fragment has neither `v=` nor `o=`, `s=` and `t=`.
    let isFragment: Bool
    private var description = SessionDescription(
        origin: Origin(username: "-", sessionID: "0", sessionVersion: "0", address: "IN IP4 0.0.0.0"))
    private var line = 0
    private var candidates = 0
    private var blankLine: Int?

    init(isFragment: Bool) {
        self.isFragment = isFragment
    }

    mutating func parse(_ text: String) throws(SDPError) -> SessionDescription {
        guard text.utf8.count <= SDPLimits.text else { throw SDPError(line: 0, reason: .textTooLong) }
        var rest = text[...]
        while !rest.isEmpty {
            line += 1
            guard line <= SDPLimits.lines else { throw fault(.tooManyLines) }
            let (head, tail) = rest.split(at: "\n")
            rest = tail ?? ""
            try take(head.withoutTrailingReturn)
        }
        guard line > 0 else { throw fault(isFragment ? .notALine : .missingVersion) }
        return description
    }

    private func fault(_ reason: SDPError.Reason) -> SDPError { SDPError(line: line, reason: reason) }

    private mutating func take(_ text: Substring) throws(SDPError) {
        guard !text.isEmpty else { return blankLine = blankLine ?? line }
        // Blank lines are forgiven only behind the last line.
        if let blankLine { throw SDPError(line: blankLine, reason: .notALine) }
        guard text.utf8.count <= SDPLimits.line else { throw fault(.lineTooLong) }
        guard !text.utf8.contains(where: { $0 == 0 || $0 == 13 }) else { throw fault(.controlCharacter) }
        let bytes = text.utf8
        guard bytes.count >= 2, let type = bytes.first, bytes.dropFirst().first == UInt8(ascii: "=") else {
            throw fault(.notALine)
        }
        try take(type, Substring(bytes.dropFirst(2)))
    }

    private mutating func take(_ type: UInt8, _ value: Substring) throws(SDPError) {
        let isVersion = type == UInt8(ascii: "v")
        guard isFragment || isVersion == (line == 1) else { throw fault(line == 1 ? .missingVersion : .malformed("v")) }
        switch type {
        case UInt8(ascii: "v"): guard value == "0" else { throw fault(.malformed("v")) }
        case UInt8(ascii: "o"): try takeOrigin(value)
        case UInt8(ascii: "s"): description.name = String(value)
        case UInt8(ascii: "c"): takeConnection(String(value))
        case UInt8(ascii: "a"): try takeAttribute(value)
        case UInt8(ascii: "m"): try takeMedia(value)
        default: guard "iuepbtrzk".utf8.contains(type) else { throw fault(.unknownType) }
        }
    }

    private mutating func takeOrigin(_ value: Substring) throws(SDPError) {
        guard let origin = Origin(value) else { throw fault(.malformed("o")) }
        description.origin = origin
    }

    private mutating func takeConnection(_ value: String) {
        if description.media.isEmpty {
            description.connection = value
        } else {
            description.media[description.media.count - 1].connection = value
        }
    }

    private mutating func takeMedia(_ value: Substring) throws(SDPError) {
        guard description.media.count < SDPLimits.mediaLines else { throw fault(.tooManyMediaLines) }
        guard let media = MediaDescription(header: value, line: line) else { throw fault(.malformed("m")) }
        description.media.append(media)
    }

    private mutating func takeAttribute(_ value: Substring) throws(SDPError) {
        let (name, argument) = value.split(at: ":")
        guard name.isToken else { throw fault(.malformed("a")) }
        let attribute = Attribute(String(name), argument.map(String.init), line: line)
        if attribute.name == CandidateAttribute.name {
            candidates += 1
            guard candidates <= SDPLimits.candidates else { throw fault(.tooManyCandidates) }
        }
        if description.media.isEmpty {
            description.attributes.append(attribute)
        } else {
            description.media[description.media.count - 1].attributes.append(attribute)
        }
    }
}
