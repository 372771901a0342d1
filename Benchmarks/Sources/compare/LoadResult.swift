/// The line of JSON that the load prints, as far as tables need it.
struct LoadResult: Decodable {
    var expected: Int
    var delivered: Int
    var ratio: Double
    var latencyMedianUs: Int
    var latencyP99Us: Int
    var latencyWorstUs: Int
    var cpuPerPacketUs: Double
    var serverLoad: Double
    var ownLoad: Double
    var rssConnectedMB: Double
    var rssAfterMB: Double
    var worstLatenessUs: Int
    /// Of relay-load alone.
    var bytesPerAllocation: Int?
}
