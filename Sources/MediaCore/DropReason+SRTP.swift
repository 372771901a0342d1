import SecureTransport

extension DropReason {
    init(_ reason: SRTPDropReason) {
        switch reason {
        case .replay: self = .replay
        case .authentication: self = .authentication
        case .tooShort: self = .tooShort
        case .tooManySources: self = .tooManySources
        }
    }
}
