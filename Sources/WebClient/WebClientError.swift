/// Why the party page cannot be served.
package enum WebClientError: Error, Equatable {
    /// There is no page in any of these directories.
    case missing([String])
    case unreadable(String)
}

extension WebClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let places):
            "The files of the party page are not in \(places.joined(separator: " or ")). Keep that directory beside the program."
        case .unreadable(let path): "\(path) cannot be read."
        }
    }
}
