/// `a=simulcast` (RFC 8853 §5.1).
package struct SimulcastAttribute: AttributeValue {
    package static let name = "simulcast"
    package static let limit = 1

    /// Streams in order of preference; each is a list of alternatives, of which one is sent. Identifiers without the `~` of a paused stream.
    package var send: [[String]]
    package var receive: [[String]]

    package init(send: [[String]] = [], receive: [[String]] = []) {
        self.send = send
        self.receive = receive
    }

    package init?(_ text: String) {
        self.init()
        let fields = text[...].fields()
        guard fields.count == 2 || fields.count == 4 else { return nil }
        for index in stride(from: 0, to: fields.count, by: 2) {
            guard let streams = Self.streams(fields[index + 1]) else { return nil }
            switch fields[index] {
            case "send": send = streams
            case "recv": receive = streams
            default: return nil
            }
        }
    }

    private static func streams(_ text: Substring) -> [[String]]? {
        var streams: [[String]] = []
        for stream in text.fields(";") {
            let names = stream.fields(",").map {
                $0.utf8.first == UInt8(ascii: "~") ? Substring($0.utf8.dropFirst()) : $0
            }
            guard !names.isEmpty, names.allSatisfy(\.isStreamIdentifier) else { return nil }
            streams.append(names.map(String.init))
        }
        return streams
    }

    package var text: String {
        [("send", send), ("recv", receive)].filter { !$0.1.isEmpty }
            .map { "\($0.0) " + $0.1.map { $0.joined(separator: ",") }.joined(separator: ";") }
            .joined(separator: " ")
    }
}
