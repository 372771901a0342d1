import Bytes

/// A stream that may take a seat, with what decides its rank.
struct SeatCandidate {
    var key: StreamKey
    /// Position among the receiver's pinned streams, or nil.
    var pin: Int?
    var lastSpoke: MonotonicTime?
}
