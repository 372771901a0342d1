/// A session description (RFC 8866), as far as WebRTC uses it (RFC 8829): every `a=` line and m-line is kept in its order,
/// while lines that WebRTC gives no meaning (`b=`, `i=`, `t=`, …) are read and dropped.
package struct SessionDescription: Sendable, Equatable {
    package var origin: Origin
    /// The `s=` line.
    package var name: String
    /// The session level's `c=` line.
    package var connection: String?
    package var attributes: AttributeList
    package var media: [MediaDescription]

    package init(
        origin: Origin, name: String = "-", connection: String? = nil, attributes: AttributeList = AttributeList(),
        media: [MediaDescription] = []
    ) {
        self.origin = origin
        self.name = name
        self.connection = connection
        self.attributes = attributes
        self.media = media
    }
}
