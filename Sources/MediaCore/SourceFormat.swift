import MediaParameters

/// What a publisher sends at the moment.
struct SourceFormat {
    /// The payload type before the first packet: out of range.
    static let none: UInt8 = 0xff

    var payloadType = none
    var codec = Codec.opus
    var clockRate: UInt32 = 0
    var profile: UInt32 = 0
}
