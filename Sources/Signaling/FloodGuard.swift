import Bytes

/// Says what to do with each message of a client: short floods are warned of and dropped, long ones end the socket.
struct FloodGuard {
    enum Verdict: Equatable {
        case pass
        /// Too many; the client has not been told within the last second.
        case warn
        case drop
        case close
    }

    private var messages: TokenBucket
    /// How many may be too many: as many as a burst at once, and a tenth of the rate for long.
    private var excess: TokenBucket
    private var warnings = TokenBucket(perSecond: 1, burst: 1)
    private let start = ContinuousClock.now

    init(perSecond: Int, burst: Int) {
        messages = TokenBucket(perSecond: perSecond, burst: burst)
        excess = TokenBucket(perSecond: max(1, perSecond / 10), burst: burst)
    }

    mutating func verdict(at instant: ContinuousClock.Instant) -> Verdict {
        let passed = (instant - start).components
        let now = UInt64(max(0, passed.seconds)) * 1_000_000_000 + UInt64(max(0, passed.attoseconds) / 1_000_000_000)
        if messages.take(at: now) { return .pass }
        guard excess.take(at: now) else { return .close }
        return warnings.take(at: now) ? .warn : .drop
    }
}
