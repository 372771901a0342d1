/// Session descriptions as a browser writes them, with VP8 and its retransmissions alone.
enum SessionText {
    static let midURI = "urn:ietf:params:rtp-hdrext:sdes:mid"
    static let absSendTimeURI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
    static let transportCCURI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

    static func offer(_ local: LocalParameters, role: Role) -> String {
        let mids = (0..<(role == .publisher ? 1 : max(1, local.slots))).map(String.init)
        let direction = role == .publisher ? "sendonly" : local.slots == 0 ? "inactive" : "recvonly"
        let lines = session(mids) + mids.flatMap { media(local, mid: $0, direction: direction) }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func session(_ mids: [String]) -> [String] {
        [
            "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0",
            "a=group:BUNDLE " + mids.joined(separator: " "), "a=extmap-allow-mixed", "a=msid-semantic: WMS",
        ]
    }

    private static func media(_ local: LocalParameters, mid: String, direction: String) -> [String] {
        var lines =
            transport(local, payloadTypes: "96 97", setup: local.setup.rawValue) + [
                "a=mid:\(mid)", "a=extmap:4 \(midURI)", "a=extmap:2 \(absSendTimeURI)", "a=\(direction)", "a=rtcp-mux",
                "a=rtcp-rsize", "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 ccm fir",
                "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96",
            ]
        if local.transportFeedback { lines += ["a=extmap:3 \(transportCCURI)", "a=rtcp-fb:96 transport-cc"] }
        return direction == "sendonly" ? lines + source(local) : lines
    }

    private static func transport(_ local: LocalParameters, payloadTypes: String, setup: String) -> [String] {
        [
            "m=video 9 UDP/TLS/RTP/SAVPF \(payloadTypes)", "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0",
            "a=ice-ufrag:\(local.usernameFragment)", "a=ice-pwd:\(local.password)", "a=ice-options:trickle",
            "a=fingerprint:sha-256 \(local.fingerprint)", "a=setup:\(setup)",
        ]
    }

    private static func source(_ local: LocalParameters) -> [String] {
        ["a=msid:load video", "a=ssrc:\(local.ssrc) cname:load\(local.ssrc)", "a=ssrc:\(local.ssrc) msid:load video"]
    }

    /// The answer to the offer of a server that wants us to receive one video (Janus).
    static func answer(_ local: LocalParameters, to offer: String, remote: RemoteParameters) -> String {
        let types = "\(remote.payloadType) \(remote.rtxPayloadType)"
        var lines = session([remote.mid]) + transport(local, payloadTypes: types, setup: "active")
        lines += ["a=mid:\(remote.mid)", "a=recvonly", "a=rtcp-mux", "a=rtpmap:\(remote.payloadType) VP8/90000"]
        lines += ["a=rtcp-fb:\(remote.payloadType) nack", "a=rtcp-fb:\(remote.payloadType) nack pli"]
        lines += ["a=rtpmap:\(remote.rtxPayloadType) rtx/90000"]
        lines += ["a=fmtp:\(remote.rtxPayloadType) apt=\(remote.payloadType)"]
        lines += extensionLines(remote.extensions)
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func extensionLines(_ ids: RemoteParameters.Extensions) -> [String] {
        [(ids.mid, midURI), (ids.absSendTime, absSendTimeURI), (ids.transportCC, transportCCURI)]
            .filter { $0.0 != 0 }.map { "a=extmap:\($0.0) \($0.1)" }
    }
}
