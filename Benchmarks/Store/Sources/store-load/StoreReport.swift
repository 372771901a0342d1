import Foundation
import SessionStore

/// What a run found.
struct StoreReport {
    var seconds = 0.0
    var processorSeconds = 0.0
    var events = 0
    /// Events and samples that reached the file.
    var written: UInt64 = 0
    var dropped: UInt64 = 0
    var alarm: String?
    /// Entries that waited for the writer at most, in a run with a rate.
    var mostWaiting = 0
    /// Entries a second in the slowest five seconds.
    var slowest = Double.infinity
    var writtenBefore: UInt64 = 0
    /// Of the database file, without its log.
    var bytes = 0

    mutating func take(_ statistics: StoreStatistics) {
        written = statistics.written
        dropped = statistics.dropped
        alarm = statistics.alarm
    }

    var text: String {
        var lines = [
            String(
                format: "%d events and %llu samples in %.1f s", events, written - min(written, UInt64(events)), seconds),
            String(format: "entries a second: %.0f", Double(written) / seconds),
            String(
                format: "CPU of the whole process: %.1f s, %.1f µs an entry", processorSeconds,
                processorSeconds * 1e6 / Double(max(1, written))),
            String(format: "file: %.2f GB", Double(bytes) / 1e9), "lost: \(dropped)",
        ]
        if slowest.isFinite {
            lines.append(String(format: "entries a second in the slowest five seconds: %.0f", slowest))
        }
        if mostWaiting > 0 { lines.append("entries that waited at most: \(mostWaiting)") }
        if let alarm { lines.append("alarm: \(alarm)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
