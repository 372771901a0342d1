import Foundation

/// A clock that a test sets.
final class Clock: @unchecked Sendable {
    private let lock = NSLock()
    private var time: Double

    init(_ time: Double) { self.time = time }

    var now: Double {
        get { lock.withLock { time } }
        set { lock.withLock { time = newValue } }
    }
}
