import Edge
import PartyProtocol

/// How a socket's member goes.
enum Departure: Equatable {
    /// Without a word, so perhaps not for good.
    case lost
    /// Properly, as when a page is left or loaded anew.
    case mayReturn
    case gone(LeaveReason)

    /// - Parameter said: the reason that is known already.
    init(_ closure: WebSocketClosure?, said: LeaveReason?) {
        if let said {
            self = .gone(said)
            return
        }
        self =
            switch closure {
            case .peer, .server(.normal): .mayReturn
            case .server(.silent), .lost, nil: .lost
            case .server: .gone(.removed)
            }
    }

    var reason: LeaveReason {
        switch self {
        case .lost: .disconnected
        case .mayReturn: .left
        case .gone(let reason): reason
        }
    }
}
