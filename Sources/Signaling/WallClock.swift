import Foundation

/// The server's clock as clients see it: milliseconds since 1970.
package struct WallClock: Sendable {
    package let now: @Sendable () -> Double

    package init(now: @escaping @Sendable () -> Double) {
        self.now = now
    }

    package static let system = WallClock { Date().timeIntervalSince1970 * 1000 }
}
