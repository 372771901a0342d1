import Bytes

/// Turns any number of wishes for a key frame into at most one request per throttle window (attack R6).
struct KeyFrameRequester {
    /// An encoder needs about this long to answer; asking sooner only costs bits.
    static let window = TimeSpan.milliseconds(500)

    private var lastRequest: MonotonicTime?
    /// Requests since somebody last began to wait.
    private var unanswered = 0
    private(set) var isWanted = false

    /// Somebody begins to wait, or says again that he does.
    mutating func want() {
        isWanted = true
        unanswered = 0
    }

    mutating func keyFrameArrived() { isWanted = false }

    /// Nobody waits any more.
    mutating func cancel() { isWanted = false }

    /// Whether a request is to be sent now; if so it counts as sent. The wish stays until a key frame arrives, so a lost request is repeated,
    /// each time after twice as long: a camera that is off does not answer.
    mutating func takeRequest(now: MonotonicTime) -> Bool {
        guard isWanted else { return false }
        if let lastRequest, now - lastRequest < Self.window * Int64(1 << min(max(unanswered - 1, 0), 4)) {
            return false
        }
        lastRequest = now
        unanswered += 1
        return true
    }
}
