import HTTPTypes
import Hummingbird

/// One file of the party page, ready to be sent.
package struct WebFile: Sendable {
    package var bytes: [UInt8]
    package var contentType: String
    /// Changes with the bytes.
    package var entityTag: String

    package init(bytes: [UInt8], contentType: String, entityTag: String) {
        self.bytes = bytes
        self.contentType = contentType
        self.entityTag = entityTag
    }
}
