/// Chooses which encoding of a simulcast track a slot forwards.
enum LayerSelector {
    /// An encoding that is being sent.
    struct Layer {
        var rank: Int
        var bitrate: UInt64
    }

    /// The best layer that fits the height asked for; nil when nothing is being sent.
    ///
    /// Without sizes on the wire, each rank below the best is taken as half the height of the one above, as browsers send by default
    /// (W3C `scaleResolutionDownBy` 4, 2, 1), the best as 720.
    static func choose(_ layers: [Layer], ranks: Int, height: Int?) -> Int? {
        let active = layers.filter { $0.bitrate > 0 }.map(\.rank).sorted()
        guard let highest = active.last else { return nil }
        guard let height else { return highest }
        return active.first { assumedHeight(rank: $0, ranks: ranks) >= height } ?? highest
    }

    private static func assumedHeight(rank: Int, ranks: Int) -> Int {
        720 >> max(0, min(ranks - 1 - rank, 8))
    }
}
