import NIOCore

/// One watch for each event loop.
package final class SocketWatches: Sendable {
    private let watches: PerEventLoop<NIOLoopBound<SocketWatch>>

    package init(_ limits: EdgeLimits) {
        // 400 steps between two pings are many enough that no step has much to do.
        let grain = min(.milliseconds(50), TimeAmount.nanoseconds(limits.pingTime.nanoseconds / 20))
        watches = PerEventLoop { NIOLoopBound(SocketWatch($0, grain: grain), eventLoop: $0) }
    }

    /// - Precondition: on the event loop.
    func watch(on eventLoop: any EventLoop) -> SocketWatch { watches.value(for: eventLoop).value }
}
