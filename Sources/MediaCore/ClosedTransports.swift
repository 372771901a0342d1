/// What the transports that were closed last had carried: whoever wants to know it may ask a moment too late.
struct ClosedTransports {
    private static let most = 256

    private var all: [(id: TransportID, statistics: TransportStatistics)] = []
    /// Of the oldest, once there are as many as may be.
    private var oldest = 0

    mutating func add(_ id: TransportID, _ statistics: TransportStatistics) {
        guard all.count == Self.most else { return all.append((id, statistics)) }
        all[oldest] = (id, statistics)
        oldest = (oldest + 1) % Self.most
    }

    func statistics(of id: TransportID) -> TransportStatistics? { all.last { $0.id == id }?.statistics }
}
