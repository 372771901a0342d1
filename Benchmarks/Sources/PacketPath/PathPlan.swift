import MediaParameters

/// What negotiation would have made of a client that only sends, or only receives, one VP8 video.
enum PathPlan {
    private static let codec = CodecParameters(
        payloadType: PacketSource.payloadType, codec: .vp8, clockRate: 90_000, rtxPayloadType: 97,
        feedback: [.nack, .pli, .fir])

    static func make(isPublisher: Bool, number: Int, fingerprint: Fingerprint) -> MediaPlan {
        var generator = SystemRandomNumberGenerator()
        var plan = MediaPlan(
            localICE: .fresh(worker: 0, using: &generator),
            remoteICE: ICECredentials(usernameFragment: "peer", password: "peerpeerpeerpeerpeerpeer"),
            dtls: DTLSParameters(fingerprint: fingerprint, role: .server), uplinks: [], slots: [])
        if isPublisher { plan.uplinks = [uplink] } else { plan.slots = [slot(number)] }
        return plan
    }

    private static var extensions: HeaderExtensionMap {
        var extensions = HeaderExtensionMap()
        extensions[.mid] = 4
        extensions[.absSendTime] = 2
        return extensions
    }

    private static var uplink: UplinkParameters {
        UplinkParameters(
            mid: "0", kind: .video, codecs: [codec], extensions: extensions,
            encodings: [EncodingParameters(ssrc: PacketSource.ssrc)])
    }

    private static func slot(_ number: Int) -> SlotParameters {
        SlotParameters(
            mid: "0", kind: .video, codecs: [codec], extensions: extensions, ssrc: 0x10_0000 + UInt32(number),
            rtxSSRC: 0x20_0000 + UInt32(number), seat: 0, cname: "bench")
    }
}
