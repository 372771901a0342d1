/// A piece of a description in the format `application/trickle-ice-sdpfrag` (RFC 8840 §9): attributes and m-lines that only say
/// which section of the running session is meant.
package struct SessionFragment: Sendable, Equatable {
    package var attributes: AttributeList
    package var media: [MediaDescription]

    package init(attributes: AttributeList = AttributeList(), media: [MediaDescription] = []) {
        self.attributes = attributes
        self.media = media
    }

    /// Throws like `SessionDescription.init(parsing:)`.
    package init(parsing text: String) throws(SDPError) {
        var parser = DescriptionParser(isFragment: true)
        let description = try parser.parse(text)
        self.init(attributes: description.attributes, media: description.media)
    }

    /// The fragment with CRLF line ends.
    package var text: String {
        var lines: [String] = []
        lines.append(attributes)
        for section in media { lines.append(section) }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
