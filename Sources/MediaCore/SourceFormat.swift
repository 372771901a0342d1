import MediaParameters

/// What a publisher sends at the moment.
struct SourceFormat {
    /// Out of range before the first packet.
    var payloadType: UInt8 = 0xff
    var codec = Codec.opus
    var clockRate: UInt32 = 0
    var profile: UInt32 = 0
}
