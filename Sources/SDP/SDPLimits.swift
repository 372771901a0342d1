/// How much of a description is read. A description from a browser with 30 m-lines stays below each of them.
package enum SDPLimits {
    /// Bytes of the whole text.
    package static let text = 65_536
    /// Bytes of one line.
    package static let line = 4_096
    package static let lines = 4_096
    package static let mediaLines = 32
    /// Formats of one m-line. A payload type has seven bits, so more cannot differ.
    package static let formats = 128
    /// `a=candidate` lines of the whole text.
    package static let candidates = 512
}
