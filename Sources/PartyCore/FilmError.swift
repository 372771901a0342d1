/// Why a film cannot be played in a party.
package enum FilmError: Error, Equatable {
    /// Not http or https, with a user in it, or written as no browser writes it.
    case badAddress
    /// On www.netflix.com, but not a page that plays or shows films.
    case notAFilmPage
    /// `netflix` with an address elsewhere.
    case notNetflix
    /// A field that this kind needs, or may not have.
    case missing(String)
    case superfluous(String)
}

extension FilmError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badAddress:
            "film.url must be an http or https address without user and password, percent-encoded as browsers write it."
        case .notAFilmPage:
            "film.url must be a /watch, /title, /browse, /search, /latest or /kids page of www.netflix.com."
        case .notNetflix: "film.url must be on www.netflix.com when film.kind is netflix."
        case .missing(let field): "film.\(field) is missing."
        case .superfluous(let field): "film.\(field) does not go with this kind of film."
        }
    }
}
