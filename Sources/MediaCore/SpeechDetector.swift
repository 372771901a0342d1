import Bytes

/// Who speaks, from the audio levels that senders write into their packets (RFC 6464): half a second of voice counts, a cough does not.
struct SpeechDetector {
    /// dBov, 0 is loudest.
    private static let threshold: UInt8 = 45
    private static let needed = TimeSpan.milliseconds(300)

    private var loudSince: MonotonicTime?
    private var lastLoud = MonotonicTime.zero
    /// When speech was last heard; nil when never.
    private(set) var lastSpoke: MonotonicTime?

    /// Returns true when speech begins.
    mutating func hear(level: UInt8, now: MonotonicTime) -> Bool {
        guard level & 0x7f <= Self.threshold else { return false }
        if now - lastLoud > Self.needed { loudSince = now }
        lastLoud = now
        guard let loudSince, now - loudSince >= Self.needed else { return false }
        let begins = lastSpoke.map { now - $0 > .seconds(1) } ?? true
        lastSpoke = now
        return begins
    }
}
