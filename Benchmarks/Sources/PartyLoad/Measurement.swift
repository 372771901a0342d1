import LoadSupport

/// What the clients of a run write to.
final class Measurement {
    var counters = LoadCounters()
    let challenge = RelayChallenge()
    var latency = LatencyHistogram()
    /// Packets stamped from here on count; nothing counts before the warm-up is over.
    var since = Int64.max
}
