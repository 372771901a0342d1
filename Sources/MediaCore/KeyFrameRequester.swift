import Bytes

/// Turns any number of wishes for a key frame into at most one request per throttle window (attack R6).
struct KeyFrameRequester {
    /// An encoder needs about this long to answer; asking sooner only costs bits.
    static let window = TimeSpan.milliseconds(500)

    private var lastRequest: MonotonicTime?
    private(set) var isWanted = false

    mutating func want() { isWanted = true }

    mutating func keyFrameArrived() { isWanted = false }

    /// Nobody waits any more.
    mutating func cancel() { isWanted = false }

    /// Whether a request is to be sent now; if so it counts as sent. The wish stays until a key frame arrives, so a lost request is repeated.
    mutating func takeRequest(now: MonotonicTime) -> Bool {
        guard isWanted else { return false }
        if let lastRequest, now - lastRequest < Self.window { return false }
        lastRequest = now
        return true
    }
}
