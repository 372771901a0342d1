/// A value that is never printed.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var bytes: [UInt8] { Array(text.utf8) }

    package var description: String { "(secret, \(text.utf8.count) bytes)" }

    /// `dump` and string interpolation of what contains it would look inside otherwise.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
