import Foundation
import Logging

/// Limits and times of the store.
package struct SessionStoreOptions: Sendable {
    /// Entries that wait for the disk; more are counted and lost.
    package var queueLimit = 65_536
    /// A batch is written when it has as many entries, or when its first is so old.
    package var batchSize = 256
    package var batchTime: Duration = .milliseconds(100)
    /// After a failed write.
    package var retryTime: Duration = .seconds(1)
    /// How long another program may hold the database before a write counts as failed.
    package var lockTime: Duration = .seconds(2)
    /// How often the store says that it is alive; a crash is dated no more than this too early.
    package var aliveTime: Duration = .seconds(10)
    package var addresses = AddressPolicy.truncated
    /// Events older than this go; `nil` keeps them.
    package var eventAge: Duration? = .seconds(400 * 86_400)
    /// Samples go earlier: the summary of each session stays.
    package var sampleAge: Duration? = .seconds(90 * 86_400)
    /// Bytes; the oldest events go when the database is larger.
    package var size: Int? = 10 << 30
    package var retentionTime: Duration = .seconds(600)
    /// The key that signs the head of the chain; made when there is none. `nil` is beside the database, with `.key` at its end.
    package var keyPath: String?
    /// Bytes the database file may never exceed, for tests of a full disk.
    package var fileLimit: Int?
    package var now: @Sendable () -> Double = { Date().timeIntervalSince1970 * 1000 }
    package var logger = Logger(label: "store")

    package init() {}
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
