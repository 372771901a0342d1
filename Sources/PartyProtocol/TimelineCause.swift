/// Why a timeline is what it is now.
package enum TimelineCause: String, Codable, Sendable, CaseIterable {
    case play
    case pause
    case seek
    case film
    case rate
    /// Somebody's film stalls, and everyone waits.
    case wait
    /// Everyone is ready, or has waited long enough.
    case goOn = "go-on"
    case ended
    /// The film's length became known.
    case duration
    /// Nothing changed: an answer to `REQUEST_SYNC`, or to `JOIN`.
    case sync
}
