import Bytes

/// Gives seats to streams: pinned ones first in their order, then shared screens, then whoever spoke last, then who came first.
/// Whoever keeps a seat keeps the same one, so nothing on the receiver's page moves without need.
enum SeatAssigner {
    /// - Parameters:
    ///   - occupants: whom each seat shows now.
    ///   - candidates: in order of arrival.
    static func assign(_ occupants: [StreamKey?], candidates: [SeatCandidate]) -> [StreamKey?] {
        let chosen = candidates.count <= occupants.count ? candidates : best(occupants.count, of: candidates)
        let keys = chosen.map(\.key)
        var seats = occupants.map { occupant in occupant.flatMap { keys.contains($0) ? $0 : nil } }
        var waiting = keys.filter { !seats.contains($0) }[...]
        for index in seats.indices where seats[index] == nil { seats[index] = waiting.popFirst() }
        return seats
    }

    private static func best(_ count: Int, of candidates: [SeatCandidate]) -> [SeatCandidate] {
        let ranked = candidates.enumerated().sorted { left, right in
            comesBefore(left.element, right.element) ?? (left.offset < right.offset)
        }
        return ranked.prefix(count).map(\.element)
    }

    /// nil when the two rank alike.
    private static func comesBefore(_ left: SeatCandidate, _ right: SeatCandidate) -> Bool? {
        if left.pin != right.pin { return (left.pin ?? .max) < (right.pin ?? .max) }
        if left.key.isScreen != right.key.isScreen { return left.key.isScreen }
        let spoke = (left.lastSpoke ?? .zero, right.lastSpoke ?? .zero)
        return spoke.0 == spoke.1 ? nil : spoke.0 > spoke.1
    }
}
