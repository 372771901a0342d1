extension SessionDescription {
    /// Lines may end in CRLF or LF, and blank lines may follow the last. Throws at the first line that is wrong, or at a limit of `SDPLimits`.
    package init(parsing text: String) throws(SDPError) {
        var parser = DescriptionParser(isFragment: false)
        self = try parser.parse(text)
    }

    /// The description with CRLF line ends.
    package var text: String {
        var lines = ["v=0", "o=\(origin.text)", "s=\(name)"]
        if let connection { lines.append("c=\(connection)") }
        lines.append("t=0 0")
        lines.append(attributes)
        for section in media { lines.append(section) }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

extension [String] {
    mutating func append(_ attributes: AttributeList) {
        for attribute in attributes.all {
            append(attribute.value.map { "a=\(attribute.name):\($0)" } ?? "a=\(attribute.name)")
        }
    }

    mutating func append(_ section: MediaDescription) {
        append("m=\(section.header)")
        if let connection = section.connection { append("c=\(connection)") }
        append(section.attributes)
    }
}
