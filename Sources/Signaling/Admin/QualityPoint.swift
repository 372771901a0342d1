/// How good it was for one member at a time of the party.
struct QualityPoint: Encodable, Equatable {
    /// Milliseconds since 1970: the last sample in it.
    var at: Double
    /// Bits a second, from the member and to it.
    var bitsIn: Double
    var bitsOut: Double
    /// Part of the packets lost, 0 to 1: the worst.
    var loss: Double?
    /// Milliseconds: the worst.
    var roundTrip: Double?
    var freezes: Int
    /// Milliseconds the film was ahead of the party; behind when negative: the worst.
    var syncError: Double?
    /// Milliseconds that 95 of 100 reports did not exceed, without sign: the worst.
    var syncErrorP95: Double?
    var path: String?
}
