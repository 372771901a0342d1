import MediaParameters
import SDP

extension OfferedCodec {
    /// nil when the server does not forward this format.
    init?(_ map: RTPMap, _ format: FormatParameters?) {
        guard let codec = Self.codec(of: map), let profile = Self.profile(of: codec, format) else { return nil }
        self.map = map
        self.format = format
        parameters = CodecParameters(
            payloadType: map.payloadType, codec: codec, clockRate: map.clockRate, profile: profile)
    }

    private static func codec(of map: RTPMap) -> Codec? {
        switch (map.encoding.lowercased(), map.clockRate) {
        case ("opus", 48_000): .opus
        case ("red", 48_000): .red
        case ("vp8", 90_000): .vp8
        case ("vp9", 90_000): .vp9
        case ("h264", 90_000): .h264
        case ("av1", 90_000): .av1
        default: nil
        }
    }

    /// nil when the parameters describe something that is not forwarded.
    private static func profile(of codec: Codec, _ format: FormatParameters?) -> UInt32? {
        switch codec {
        case .opus, .vp8: 0
        // Its blocks must be named (RFC 2198 §5).
        case .red: format?.redundancy.map { _ in 0 }
        case .vp9: number(format?["profile-id"])
        case .av1: number(format?["profile"])
        case .h264: h264Profile(format)
        }
    }

    private static func number(_ text: String?) -> UInt32? {
        guard let text else { return 0 }
        return UInt8(text).map(UInt32.init)
    }

    /// The profile with the packetization mode; mode 2 interleaves, which no browser does.
    private static func h264Profile(_ format: FormatParameters?) -> UInt32? {
        guard let mode = number(format?["packetization-mode"]), mode < 2 else { return nil }
        // Browsers read a missing profile as Constrained Baseline.
        let profile = format?["profile-level-id"].map(H264Profile.init(profileLevelID:)) ?? .constrainedBaseline
        return profile.map { UInt32($0.value) << 8 | mode }
    }
}
