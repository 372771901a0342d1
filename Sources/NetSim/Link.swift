import Bytes

/// A link model with its state.
struct Link {
    var model: LinkModel
    private var isInBurst = false
    private var busyUntil = MonotonicTime.zero

    init(_ model: LinkModel) { self.model = model }

    /// When copies of a datagram arrive: none if lost, two if duplicated.
    mutating func arrivals(of bytes: Int, at now: MonotonicTime, using generator: inout SeededGenerator)
        -> [MonotonicTime]
    {
        isInBurst = chance(isInBurst ? 1 - model.burstEnds : model.burstBegins, &generator)
        guard !isInBurst, !chance(model.loss, &generator), let departure = departure(of: bytes, at: now) else {
            return []
        }
        let copies = chance(model.duplicates, &generator) ? 2 : 1
        return (0..<copies).map { _ in departure + model.delay + spread(&generator) }
    }

    private mutating func departure(of bytes: Int, at now: MonotonicTime) -> MonotonicTime? {
        guard let rate = model.bitsPerSecond else { return now }
        let start = max(now, busyUntil)
        guard start - now <= model.queue else { return nil }
        busyUntil = start + TimeSpan(nanoseconds: Int64(bytes) * 8 * 1_000_000_000 / rate)
        return busyUntil
    }

    private func chance(_ probability: Double, _ generator: inout SeededGenerator) -> Bool {
        probability > 0 && Double.random(in: 0..<1, using: &generator) < probability
    }

    private func spread(_ generator: inout SeededGenerator) -> TimeSpan {
        guard model.jitter.nanoseconds > 0 else { return TimeSpan(nanoseconds: 0) }
        return TimeSpan(nanoseconds: Int64.random(in: 0...model.jitter.nanoseconds, using: &generator))
    }
}
