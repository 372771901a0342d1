import NIOConcurrencyHelpers
import NIOCore

/// One watch for each event loop.
package final class SocketWatches: Sendable {
    private let watches = NIOLockedValueBox<[ObjectIdentifier: NIOLoopBound<SocketWatch>]>([:])
    private let grain: TimeAmount

    package init(_ limits: EdgeLimits) {
        // 400 steps between two pings are many enough that no step has much to do.
        grain = min(.milliseconds(50), .nanoseconds(limits.pingTime.nanoseconds / 20))
    }

    /// - Precondition: on the event loop.
    func watch(on eventLoop: any EventLoop) -> SocketWatch {
        watches.withLockedValue { watches in
            if let watch = watches[ObjectIdentifier(eventLoop)] { return watch.value }
            let watch = SocketWatch(eventLoop, grain: grain)
            watches[ObjectIdentifier(eventLoop)] = NIOLoopBound(watch, eventLoop: eventLoop)
            return watch
        }
    }
}
