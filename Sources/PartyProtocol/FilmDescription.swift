/// A film as messages name it. Whether its address is acceptable is not a matter of format: see `Film` in PartyCore.
package struct FilmDescription: Codable, Sendable, Equatable {
    package var kind: FilmKind
    /// Of `netflix` and `web`.
    package var url: String?
    /// Shown as text.
    package var title: String?
    /// Seconds; absent when unknown or endless.
    package var duration: Double?
    /// Bytes of a `file`.
    package var size: Int?

    package init(
        kind: FilmKind, url: String? = nil, title: String? = nil, duration: Double? = nil, size: Int? = nil
    ) {
        self.kind = kind
        self.url = url
        self.title = title
        self.duration = duration
        self.size = size
    }

    func validate() throws(FieldError) {
        if let url { try PartyText.checkAddress(url, field: "url") }
        if let title { try PartyText.checkTitle(title, field: "title") }
        if let duration { try PartyNumber.checkPosition(duration, field: "duration") }
        guard (0...PartyNumber.largestInteger).contains(size ?? 0) else {
            throw FieldError(field: "size", problem: "must be a number of bytes")
        }
    }
}
