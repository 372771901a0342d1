/// Where each member's player gets the film from.
package enum FilmKind: String, Codable, Sendable, CaseIterable {
    /// A page of www.netflix.com, for the extension.
    case netflix
    /// A video that the browser itself plays, from any http or https address.
    case web
    /// A file that each member has on disk; it is matched by size and duration, and never sent.
    case file
    /// The short film that the server ships.
    case test
}
