import Foundation
import SessionStore

/// One run: a new database, filled.
struct StoreRun {
    /// Between two entries on the parties' clock: two hundred of them, each two hours long.
    private static let step = 180.0
    private static let roomInQueue = 50_000
    private static let interval = 5.0

    private let options: Options
    private let store: SessionStore
    private var schedule: PartySchedule
    private var report = StoreReport()

    init(_ options: Options) throws {
        guard !FileManager.default.fileExists(atPath: options.database) else {
            throw Failure.flag("--database: \(options.database) is there already")
        }
        self.options = options
        schedule = PartySchedule(options)
        var storeOptions = SessionStoreOptions()
        storeOptions.eventAge = nil
        storeOptions.sampleAge = nil
        storeOptions.size = nil
        store = try SessionStore(path: options.database, options: storeOptions)
    }

    mutating func run() async throws -> StoreReport {
        _ = try await store.begin(version: "store-load")
        let begin = ContinuousClock.now
        let cpu = Self.processorTime()
        tellAll(since: begin)
        await store.flush()
        report.seconds = Self.seconds(since: begin)
        report.processorSeconds = Self.processorTime() - cpu
        report.events = schedule.events
        report.take(store.statistics)
        await store.close()
        report.bytes = Self.size(options.database)
        guard report.dropped == 0, report.alarm == nil else { throw Failure.run("entries were lost:\n\(report.text)") }
        return report
    }

    private mutating func tellAll(since begin: ContinuousClock.Instant) {
        // The parties were in the past, up to now.
        var now = Date().timeIntervalSince1970 * 1000 - Double(options.events) * Self.step
        var told = 0
        var nextLook = Self.interval
        while !schedule.isOver {
            if told % 64 == 0 {
                rest(since: begin)
                if Self.seconds(since: begin) >= nextLook {
                    look(nextLook)
                    nextLook += Self.interval
                }
            }
            schedule.tell(store, at: now)
            told += 1
            now += Self.step
        }
    }

    /// Until the store has room, or until it is time for the next ones.
    private mutating func rest(since begin: ContinuousClock.Instant) {
        guard options.rate > 0 else {
            while store.statistics.waiting > Self.roomInQueue { usleep(500) }
            return
        }
        report.mostWaiting = max(report.mostWaiting, store.statistics.waiting)
        let early = Double(schedule.events) / Double(options.rate) - Self.seconds(since: begin)
        if early > 0 { usleep(UInt32(early * 1e6)) }
    }

    private mutating func look(_ second: Double) {
        let written = store.statistics.written
        let rate = Double(written - report.writtenBefore) / Self.interval
        report.slowest = min(report.slowest, rate)
        report.writtenBefore = written
        let line = "\(Int(second)) s: \(written) entries, \(Int(rate)) a second\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    private static func seconds(since begin: ContinuousClock.Instant) -> Double {
        let passed = (ContinuousClock.now - begin).components
        return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }

    /// Of all threads, user and kernel.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    }
}
