import Foundation

/// Between those who record and the thread that writes. Whoever records holds a lock for an append and never waits for the disk.
final class StoreQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private let limit: Int
    private let batchSize: Int
    private let batchTime: TimeInterval
    // Under the lock.
    private var waiting = StoreBatch()
    private var statistics = StoreStatistics()
    private var flushes: [CheckedContinuation<Void, Never>] = []
    private var endings: [CheckedContinuation<Void, Never>] = []
    private var isClosing = false
    private var isEnded = false
    private var isBegun = false
    /// Entries the writer holds.
    private var taken = 0

    init(limit: Int, batchSize: Int, batchTime: Duration) {
        self.limit = limit
        self.batchSize = max(1, batchSize)
        self.batchTime = batchTime.milliseconds / 1000
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    // MARK: Recording

    func add(_ entry: StoreEntry) {
        locked {
            guard waiting.entries.count + taken < limit, !isClosing else {
                statistics.dropped += 1
                return
            }
            waiting.entries.append(entry)
            if waiting.entries.count == 1 || waiting.entries.count == batchSize { condition.signal() }
        }
    }

    func set(room: String, _ change: RoomChange) {
        locked {
            waiting.rooms[room] = change
            condition.signal()
        }
    }

    func set(_ invitation: StoredInvitation) {
        locked {
            waiting.invitations[invitation.id] = invitation
            condition.signal()
        }
    }

    func snapshot() -> StoreStatistics {
        locked {
            var answer = statistics
            answer.waiting = waiting.entries.count + taken
            return answer
        }
    }

    /// Until all that waits now has been written, or cannot be.
    func flush() async {
        await withCheckedContinuation { continuation in
            let isOver = locked {
                if !isEnded { flushes.append(continuation) }
                condition.signal()
                return isEnded
            }
            if isOver { continuation.resume() }
        }
    }

    func close() {
        locked {
            isClosing = true
            condition.signal()
        }
    }

    /// Until the writer's thread has done its last.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = locked {
                if !isEnded { endings.append(continuation) }
                return isEnded
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: Writing

    /// Waits for a batch; empty when there is none by `deadline`.
    func take(by deadline: Date) -> StoreBatch {
        locked {
            while waiting.isEmpty, flushes.isEmpty, !isClosing, condition.wait(until: deadline) {}
            let full = Date(timeIntervalSinceNow: batchTime)
            while !waiting.isEmpty, waiting.entries.count < batchSize, flushes.isEmpty, !isClosing,
                condition.wait(until: full)
            {}
            let batch = waiting
            waiting = StoreBatch()
            taken += batch.entries.count
            return batch
        }
    }

    /// A moment's rest after a failure; ends early when the store closes.
    func rest(_ time: Duration) {
        let end = Date(timeIntervalSinceNow: time.milliseconds / 1000)
        locked { while !isClosing, condition.wait(until: end) {} }
    }

    /// Says what became of entries that were taken. Whoever waits for a flush goes on: with a broken disk too.
    func settle(written: Int = 0, dropped: Int = 0, alarm: String?) {
        let resumed: [CheckedContinuation<Void, Never>] = locked {
            statistics.written += UInt64(written)
            statistics.dropped += UInt64(dropped)
            if alarm != nil { statistics.failures += 1 }
            statistics.alarm = alarm
            taken -= written + dropped
            guard alarm != nil || waiting.isEmpty else { return [] }
            defer { flushes = [] }
            return flushes
        }
        for continuation in resumed { continuation.resume() }
    }

    /// Nobody writes any more, so nobody waits any more.
    func end() {
        let resumed: [CheckedContinuation<Void, Never>] = locked {
            isEnded = true
            statistics.dropped += UInt64(waiting.entries.count)
            waiting = StoreBatch()
            defer { (flushes, endings) = ([], []) }
            return flushes + endings
        }
        for continuation in resumed { continuation.resume() }
    }

    func measured(size: Int) { locked { statistics.size = size } }

    /// From now on the time of the last sign of life is this server's, not that of the one before it.
    func begin() { locked { isBegun = true } }

    var begun: Bool { locked { isBegun } }

    var closing: Bool { locked { isClosing } }
}
