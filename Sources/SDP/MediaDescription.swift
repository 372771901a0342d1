/// One media section: an m-line with what follows it (RFC 8866 §5.14).
package struct MediaDescription: Sendable, Equatable {
    /// `audio`, `video`, `application`, …
    package var media: String
    /// 0 rejects or stops the section (RFC 3264 §5.1), unless it is `bundle-only` (RFC 8843 §6).
    package var port: UInt16
    /// Transport protocol, such as `UDP/TLS/RTP/SAVPF`.
    package var transport: String
    package var formats: [String]
    /// The `c=` line's value.
    package var connection: String?
    package var attributes: AttributeList
    /// Where the m-line stood, counted from 1; 0 when it was not read.
    package var line: Int

    package init(
        media: String, port: UInt16, transport: String, formats: [String], connection: String? = nil,
        attributes: AttributeList = AttributeList(), line: Int = 0
    ) {
        self.media = media
        self.port = port
        self.transport = transport
        self.formats = formats
        self.connection = connection
        self.attributes = attributes
        self.line = line
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.header == right.header && left.connection == right.connection && left.attributes == right.attributes
    }
}
