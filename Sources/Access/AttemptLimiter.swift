import Foundation

/// Makes guessing slow: an address that was wrong too often waits. The table is bounded, so many addresses cannot fill the memory.
package final class AttemptLimiter: @unchecked Sendable {
    private struct Record {
        var failures: Double
        /// In milliseconds.
        var at: Double
    }

    private let lock = NSLock()
    private let failures: Double
    private let window: Double
    private let limit: Int
    // Under the lock.
    private var records: [String: Record] = [:]

    /// - Parameters:
    ///   - failures: wrong attempts an address has; one comes back each `window / failures`.
    ///   - window: milliseconds.
    ///   - limit: addresses remembered at once.
    package init(failures: Int = 10, window: Double = 60_000, limit: Int = 10_000) {
        self.failures = Double(max(1, failures))
        self.window = max(1, window)
        self.limit = max(1, limit)
    }

    /// False while the address has to wait; then not even a right secret is looked at.
    /// - Parameter now: milliseconds, of a clock that does not go back.
    package func mayTry(_ address: String, now: Double) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard let record = records[address] else { return true }
        return remaining(record, now) <= failures - 1
    }

    package func failed(_ address: String, now: Double) {
        lock.lock()
        defer { lock.unlock() }
        if records[address] == nil, records.count >= limit { makeRoom(now) }
        let before = records[address].map { remaining($0, now) } ?? 0
        records[address] = Record(failures: min(failures, before + 1), at: now)
    }

    private func remaining(_ record: Record, _ now: Double) -> Double {
        max(0, record.failures - max(0, now - record.at) * failures / window)
    }

    /// Forgets who has waited long enough; if nobody has, everybody, so that no attacker decides who is remembered.
    private func makeRoom(_ now: Double) {
        records = records.filter { remaining($0.value, now) > 0 }
        if records.count >= limit { records = [:] }
    }
}
