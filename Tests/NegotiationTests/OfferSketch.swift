import MediaParameters

/// A small offer, written from what a test wants to say.
struct OfferSketch {
    struct Line {
        var media = "video"
        var mid: String?
        var direction = "sendonly"
        var port = "9"
        var transport = "UDP/TLS/RTP/SAVPF"
        var formats = "96 97"
        var attributes = [
            "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96",
        ]
        var multiplexes = true

        static func video(_ mid: String, _ direction: String = "recvonly") -> Line {
            Line(mid: mid, direction: direction)
        }

        static func audio(_ mid: String, _ direction: String = "recvonly") -> Line {
            Line(
                media: "audio", mid: mid, direction: direction, formats: "111",
                attributes: ["a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1"])
        }

        static func stopped(_ media: String, _ mid: String) -> Line {
            var line = media == "audio" ? audio(mid, "inactive") : video(mid, "inactive")
            line.port = "0"
            return line
        }

        func adding(_ attributes: String...) -> Line {
            var line = self
            line.attributes += attributes
            return line
        }

        var text: [String] {
            ["m=\(media) \(port) \(transport) \(formats)", "c=IN IP4 0.0.0.0"] + (mid.map { ["a=mid:\($0)"] } ?? [])
                + ["a=\(direction)"] + (multiplexes ? ["a=rtcp-mux"] : []) + attributes
        }
    }

    var lines: [Line]
    /// nil for all mids, those of stopped lines left out.
    var bundle: String?
    var hasBundle = true
    var credentials = ["a=ice-ufrag:abcd", "a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa"]
    var fingerprint = ["a=fingerprint:sha-256 " + [String](repeating: "AB", count: 32).joined(separator: ":")]
    var setup = ["a=setup:actpass"]
    var session: [String] = []

    init(_ lines: Line...) { self.lines = lines }

    var text: String {
        let mids = lines.filter { $0.port != "0" }.compactMap(\.mid).joined(separator: " ")
        let group = hasBundle ? ["a=group:BUNDLE \(bundle ?? mids)"] : []
        let head = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
        return (head + group + credentials + fingerprint + setup + session + lines.flatMap(\.text))
            .map { $0 + "\r\n" }.joined()
    }

    func with(_ change: (inout OfferSketch) -> Void) -> OfferSketch {
        var copy = self
        change(&copy)
        return copy
    }
}
