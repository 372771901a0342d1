/// What all clients of a run count together.
struct LoadCounters {
    var authenticationFailures = 0
    var foreignPackets = 0
    var duplicates = 0
    var retransmissions = 0
    var requestedPackets = 0
    var keyFrameRequests = 0
    var resentPackets = 0
    var unsent = 0
    var transportFeedbacks = 0
    var bandwidthEstimates = 0
    var latestBandwidthEstimate: UInt64 = 0
    var worstLateness: Int64 = 0
}
