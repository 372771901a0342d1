/// Which H.264 streams a decoder takes although it did not name their very profile (RFC 6184 §8.1).
enum H264Compatibility {
    /// Profiles from poor to rich: each decodes what the ones before it encode. Encoders of WebRTC that say Baseline send its constrained form.
    private static let ladder: [UInt32] = [0x42, 0x4d, 0x64]

    /// Both profiles as in `CodecParameters.profile`: profile_idc, constraint flags, packetization mode, a byte each. The mode must be equal: a receiver
    /// that knows single NAL units only cannot take fragments.
    static func decodes(_ stream: UInt32, with decoder: UInt32) -> Bool {
        guard stream & 0xff == decoder & 0xff, let needed = ladder.firstIndex(of: stream >> 16),
            let known = ladder.firstIndex(of: decoder >> 16)
        else { return false }
        return known >= needed
    }
}
