import SessionStore

extension SessionStoreError: StartError {
    /// As in sysexits(3): EX_NOINPUT, EX_IOERR, EX_UNAVAILABLE; 1 when nobody was found.
    package var exitCode: Int32 {
        switch self {
        case .missing, .notADatabase, .newer, .older, .key: 66
        case .cannotOpen, .failed: 74
        case .inUse: 69
        case .notFound: 1
        }
    }
}
