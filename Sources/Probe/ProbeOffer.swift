import MediaParameters

/// One audio stream, sent or received, as a client offers it.
package struct ProbeOffer: Sendable {
    static let opusType: UInt8 = 111
    static let levelID: UInt8 = 1

    package let isSender: Bool
    package let fingerprint: Fingerprint
    package let usernameFragment: String
    package let password: String
    package let ssrc: UInt32

    package init(isSender: Bool, fingerprint: Fingerprint, using generator: inout some RandomNumberGenerator) {
        self.isSender = isSender
        self.fingerprint = fingerprint
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        usernameFragment = String((0..<8).map { _ in letters.randomElement(using: &generator) ?? "a" })
        password = String((0..<24).map { _ in letters.randomElement(using: &generator) ?? "a" })
        ssrc = .random(in: 1...UInt32.max, using: &generator)
    }

    /// Offers to be the DTLS client, as browsers usually become it.
    package var sdp: String {
        var lines = [
            "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF \(Self.opusType)", "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0",
            "a=ice-ufrag:\(usernameFragment)", "a=ice-pwd:\(password)", "a=ice-options:trickle",
            "a=fingerprint:\(fingerprint.algorithm.rawValue) \(hexadecimal)", "a=setup:active", "a=mid:0",
            "a=extmap:\(Self.levelID) urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=\(isSender ? "sendonly" : "recvonly")", "a=rtcp-mux", "a=rtpmap:\(Self.opusType) opus/48000/2",
            "a=fmtp:\(Self.opusType) minptime=10;useinbandfec=1",
        ]
        if isSender {
            lines += ["a=msid:probe audio", "a=ssrc:\(ssrc) cname:probe", "a=ssrc:\(ssrc) msid:probe audio"]
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private var hexadecimal: String {
        fingerprint.bytes.map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.utf8.count == 1 ? "0" + text : text
        }.joined(separator: ":")
    }
}
