/// Offers as small as a server accepts them.
enum TestOffer {
    static func sdp(
        _ directions: [(kind: String, direction: String)], ufrag: String = "abcd", certificate: UInt8 = 0xAB
    ) -> String {
        let mids = directions.indices.map(String.init).joined(separator: " ")
        let byte = String(certificate, radix: 16, uppercase: true)
        var lines = [
            "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE \(mids)",
            "a=fingerprint:sha-256 " + Array(repeating: byte, count: 32).joined(separator: ":"), "a=setup:actpass",
            "a=ice-ufrag:\(ufrag)", "a=ice-pwd:0123456789012345678901\(ufrag)",
        ]
        for (index, line) in directions.enumerated() {
            let payload = line.kind == "audio" ? "111 opus/48000/2" : "96 VP8/90000"
            let type = payload.prefix { $0 != " " }
            lines += [
                "m=\(line.kind) 9 UDP/TLS/RTP/SAVPF \(type)", "c=IN IP4 0.0.0.0", "a=mid:\(index)",
                "a=\(line.direction)",
                "a=rtcp-mux", "a=rtpmap:\(payload)",
            ]
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    static let publisher = sdp([("audio", "sendonly"), ("video", "sendonly")])
    static let viewer = sdp([("audio", "recvonly"), ("video", "recvonly")])
    static let member = sdp([
        ("audio", "sendonly"), ("video", "sendonly"), ("audio", "recvonly"), ("video", "recvonly"),
    ])

    static func fragment(ufrag: String = "abcd") -> String {
        "a=ice-ufrag:\(ufrag)\r\na=ice-pwd:0123456789012345678901\(ufrag)\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host\r\n"
    }
}
