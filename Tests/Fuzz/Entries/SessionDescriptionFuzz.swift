import Bytes
import SDP

/// A session description read, written, and read again.
package enum SessionDescriptionFuzz: FuzzEntry {
    package static let name = "session-description"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        let text = String(decoding: bytes.array(), as: UTF8.self)
        guard let description = try? SessionDescription(parsing: text) else { return }
        let copy: SessionDescription
        do {
            copy = try SessionDescription(parsing: description.text)
        } catch {
            // What was read with LF is longer with CRLF.
            return try promise(error.reason == .textTooLong, "what was written cannot be read: \(error)")
        }
        try promise(copy.text == description.text, "writing changes the text a second time")
        try promise(copy.media.count == description.media.count, "m-lines are lost")
    }
}
