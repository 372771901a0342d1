import Foundation

/// The server's clock as clients see it: milliseconds since 1970.
package struct WallClock: Sendable {
    package let now: @Sendable () -> Double

    package init(now: @escaping @Sendable () -> Double) {
        self.now = now
    }

    /// Does not follow when the machine's clock is set: films that run would jump.
    package static let system = {
        let begin = Date().timeIntervalSince1970 * 1000
        let start = ContinuousClock.now
        return WallClock {
            let passed = (ContinuousClock.now - start).components
            return begin + Double(passed.seconds) * 1000 + Double(passed.attoseconds) / 1e15
        }
    }()
}
