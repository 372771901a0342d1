import PartyProtocol

/// A film that a party may watch: its address has been checked and brought to one form, so that equal films are equal.
package struct Film: Sendable, Equatable, Codable {
    package private(set) var description: FilmDescription

    package init(_ given: FilmDescription) throws(FilmError) {
        var film = FilmDescription(kind: given.kind, title: given.title, duration: given.duration)
        switch given.kind {
        case .netflix:
            film.url = try Self.address(given).netflix()
        case .web:
            let address = try Self.address(given)
            film.kind = address.isNetflix ? .netflix : .web
            film.url = address.isNetflix ? try address.netflix() : address.text
        case .file:
            guard let size = given.size else { throw .missing("size") }
            film.size = size
        case .test: break
        }
        if given.url != nil, film.url == nil { throw .superfluous("url") }
        description = film
    }

    private static func address(_ film: FilmDescription) throws(FilmError) -> FilmAddress {
        guard let url = film.url else { throw .missing("url") }
        return try FilmAddress(url)
    }

    package var duration: Double? { description.duration }

    /// Whether the other one is played from the same place.
    package func isSame(as other: Film) -> Bool {
        description.kind == other.description.kind && description.url == other.description.url
            && description.size == other.description.size
    }

    mutating func complete(duration: Double) { description.duration = duration }

    /// What the extension can open.
    package var netflixAddress: String? { description.kind == .netflix ? description.url : nil }
}
