/// Why a conversation with a server came to nothing.
enum ProbeError: Error, Equatable, CustomStringConvertible {
    case unknownHost(String)
    case unreachable(String)
    case tls(String)
    case silent
    case closed
    case notHTTP
    case refused(status: Int, body: String)
    case unreadableAnswer

    var description: String {
        switch self {
        case .unknownHost(let name): "the name \(name) cannot be resolved"
        case .unreachable(let reason): reason
        case .tls(let reason): "TLS fails: \(reason)"
        case .silent: "no answer in time"
        case .closed: "the connection was closed without an answer"
        case .notHTTP: "the answer is not HTTP"
        case .refused(let status, let body): "HTTP \(status): \(body.prefix(200))"
        case .unreadableAnswer: "the SDP answer lacks credentials, fingerprint or candidates"
        }
    }
}
