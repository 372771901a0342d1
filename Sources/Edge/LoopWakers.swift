import NIOConcurrencyHelpers
import NIOCore

/// One waker for each event loop.
final class LoopWakers: Sendable {
    private let wakers = NIOLockedValueBox<[ObjectIdentifier: LoopWaker]>([:])

    func waker(for eventLoop: any EventLoop) -> LoopWaker {
        wakers.withLockedValue { wakers in
            if let waker = wakers[ObjectIdentifier(eventLoop)] { return waker }
            let waker = LoopWaker(eventLoop)
            wakers[ObjectIdentifier(eventLoop)] = waker
            return waker
        }
    }
}
