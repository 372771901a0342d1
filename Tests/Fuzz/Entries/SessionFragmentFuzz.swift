import Bytes
import SDP

/// A fragment (RFC 8840) read, written, and read again.
package enum SessionFragmentFuzz: FuzzEntry {
    package static let name = "session-fragment"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        let text = String(decoding: bytes.array(), as: UTF8.self)
        guard let fragment = try? SessionFragment(parsing: text), !fragment.attributes.all.isEmpty else { return }
        let copy: SessionFragment
        do {
            copy = try SessionFragment(parsing: fragment.text)
        } catch {
            return try promise(error.reason == .textTooLong, "what was written cannot be read: \(error)")
        }
        try promise(copy.text == fragment.text, "writing changes the text a second time")
    }
}
