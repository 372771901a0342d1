extension MediaDescription {
    /// Reads what follows `m=`. Throws nothing: the caller names the line.
    init?(header: Substring, line: Int) {
        let fields = header.fields(limit: SDPLimits.formats + 3)
        guard fields.count >= 4, fields.count <= SDPLimits.formats + 3 else { return nil }
        // A port may carry a count of ports, which WebRTC never uses and RTCP multiplexing makes meaningless.
        guard let port = fields[1].split(at: "/").head.decimal(UInt16.self), fields[0].isToken else { return nil }
        self.init(
            media: String(fields[0]), port: port, transport: String(fields[2]),
            formats: fields.dropFirst(3).map(String.init),
            line: line)
    }

    /// What follows `m=`.
    var header: String {
        "\(media) \(port) \(transport) \(formats.joined(separator: " "))"
    }
}
