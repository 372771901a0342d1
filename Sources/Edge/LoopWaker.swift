import NIOConcurrencyHelpers
import NIOCore

/// Brings connections that have something to write onto their event loop: however many a media worker wakes in one turn, the loop is entered once.
final class LoopWaker: Sendable {
    private let eventLoop: any EventLoop
    private let waiting = NIOLockedValueBox<[NIOLoopBound<StreamHandler>]>([])

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func wake(_ handler: NIOLoopBound<StreamHandler>) {
        let isFirst = waiting.withLockedValue { waiting in
            waiting.append(handler)
            return waiting.count == 1
        }
        if isFirst { eventLoop.execute { self.writeAll() } }
    }

    private func writeAll() {
        let handlers = waiting.withLockedValue { waiting in
            defer { waiting = [] }
            return waiting
        }
        for handler in handlers { handler.value.write() }
    }
}
