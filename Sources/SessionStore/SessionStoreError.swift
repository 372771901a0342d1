/// Why a database cannot be used, in words that say what to do.
package enum SessionStoreError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case notADatabase(path: String)
    case newer(path: String)
    case older(path: String)
    case inUse(path: String)
    case missing(path: String)
    case key(path: String, reason: String)
    case failed(String)
    case notFound(String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "the database \(path) cannot be opened: \(reason)."
        case .notADatabase(let path): "\(path) is not a database of ToperParty. Name another file."
        case .newer(let path): "\(path) was written by a newer ToperParty. Use that version, or name another file."
        case .older(let path):
            "\(path) was written by an older ToperParty. Start the server on it once; that brings it up to date."
        case .inUse(let path): "another server writes \(path). Stop that one, or name another file."
        case .missing(let path): "there is no database \(path). Name the one the server writes with --database."
        case .key(let path, let reason): "the audit key \(path) cannot be used: \(reason)."
        case .failed(let reason): "the database answered: \(reason)."
        case .notFound(let what): "there is no \(what) in this database."
        }
    }
}
