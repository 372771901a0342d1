import Bytes
import MediaParameters

/// What negotiation would have made of a model peer's offer. From the server's point of view: `localICE` is the server's.
enum ModelPlan {
    static func make(
        video: ModelVideoSource, audio: ModelAudioSource, configuration: ModelPeerConfiguration, server: ServerFacts,
        using generator: inout SeededGenerator
    ) -> MediaPlan {
        var plan = MediaPlan(
            localICE: .fresh(worker: server.worker, using: &generator),
            remoteICE: ICECredentials(usernameFragment: "peer", password: "peerpeerpeerpeerpeerpeer"),
            // The peer's own view until `forServer` turns it round.
            dtls: DTLSParameters(fingerprint: server.fingerprint, role: .server), uplinks: [], slots: [])
        if configuration.sendsAudio { plan.uplinks.append(uplink(audio)) }
        if configuration.sendsVideo { plan.uplinks.append(uplink(video)) }
        for seat in 0..<configuration.seats {
            plan.slots.append(slot(.audio, seat: seat, using: &generator))
            plan.slots.append(slot(.video, seat: seat, using: &generator))
        }
        return plan
    }

    private static let opus = CodecParameters(payloadType: ModelRTP.opus, codec: .opus, clockRate: 48_000)
    private static let vp8 = CodecParameters(
        payloadType: ModelRTP.vp8, codec: .vp8, clockRate: 90_000, rtxPayloadType: ModelRTP.vp8RTX,
        feedback: [.nack, .pli, .fir])

    private static let vp9 = CodecParameters(
        payloadType: ModelRTP.vp9, codec: .vp9, clockRate: 90_000, feedback: [.nack, .pli, .fir])

    private static func uplink(_ audio: ModelAudioSource) -> UplinkParameters {
        var extensions = HeaderExtensionMap()
        extensions[.audioLevel] = ModelAudioSource.levelID
        return UplinkParameters(
            mid: "a", kind: .audio, codecs: [opus], extensions: extensions,
            encodings: [EncodingParameters(ssrc: audio.ssrc)])
    }

    private static func uplink(_ video: ModelVideoSource) -> UplinkParameters {
        UplinkParameters(
            mid: "v", kind: .video, codecs: [vp8, vp9], extensions: HeaderExtensionMap(),
            encodings: [EncodingParameters(ssrc: video.ssrc, rtxSSRC: video.rtxSSRC)])
    }

    private static func slot(_ kind: MediaKind, seat: Int, using generator: inout SeededGenerator) -> SlotParameters {
        let isVideo = kind == .video
        return SlotParameters(
            mid: "\(kind)\(seat)", kind: kind, codecs: [isVideo ? vp8 : opus], extensions: HeaderExtensionMap(),
            ssrc: .random(in: 1...0xffff_ffff, using: &generator),
            rtxSSRC: isVideo ? .random(in: 1...0xffff_ffff, using: &generator) : nil, seat: seat, cname: "seat-\(seat)")
    }
}
