import NIOConcurrencyHelpers
import NIOCore

/// One of something for each event loop, made when it is first asked for.
final class PerEventLoop<Value: Sendable>: Sendable {
    private let values = NIOLockedValueBox<[ObjectIdentifier: Value]>([:])
    private let make: @Sendable (any EventLoop) -> Value

    init(_ make: @escaping @Sendable (any EventLoop) -> Value) { self.make = make }

    func value(for eventLoop: any EventLoop) -> Value {
        values.withLockedValue { values in
            if let value = values[ObjectIdentifier(eventLoop)] { return value }
            let value = make(eventLoop)
            values[ObjectIdentifier(eventLoop)] = value
            return value
        }
    }
}
