import EventLoop

extension MediaServerError {
    init(_ error: EventLoopError) {
        switch error {
        case .system(let call, let code): self = .system(call: call, errno: code)
        }
    }
}
