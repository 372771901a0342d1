import CBench

/// HTTP/1.1, one connection a request. Waits for the answer.
struct HTTPClient {
    struct Response {
        var status: Int
        /// Names in lower case; what stands in several lines of one name, behind commas.
        var headers: [String: String]
        var body: String
    }

    let host: String
    let port: UInt16
    let basePath: String
    let isSecure: Bool

    init(url: String) throws(LoadError) {
        isSecure = url.hasPrefix("https://")
        guard isSecure || url.hasPrefix("http://") else { throw .usage("--url must begin with http:// or https://") }
        let rest = url.dropFirst(isSecure ? "https://".count : "http://".count)
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        (host, port) = try Self.split(authority, defaultPort: isSecure ? 443 : 80)
        basePath = path == "/" ? "" : String(path)
    }

    static func split(_ authority: some StringProtocol, defaultPort: UInt16) throws(LoadError) -> (String, UInt16) {
        guard let colon = authority.lastIndex(of: ":") else { return (String(authority), defaultPort) }
        guard let port = UInt16(authority[authority.index(after: colon)...]) else {
            throw .usage("no port in \(authority)")
        }
        return (String(authority[..<colon]).filter { $0 != "[" && $0 != "]" }, port)
    }

    func send(_ method: String, _ path: String, type: String = "application/sdp", body: String = "")
        throws(LoadError) -> Response
    {
        let stream = try connect()
        defer { bench_stream_destroy(stream) }
        var head = "\(method) \(basePath)\(path) HTTP/1.1\r\nHost: \(host):\(port)\r\nConnection: close\r\n"
        if !body.isEmpty { head += "Content-Type: \(type)\r\n" }
        head += "Content-Length: \(body.utf8.count)\r\n\r\n"
        let bytes = Array((head + body).utf8)
        guard bench_stream_write(stream, bytes, Int32(bytes.count)) == 0 else {
            throw .network("\(method) \(path): the connection broke")
        }
        return try Self.parse(Self.readAll(stream), "\(method) \(path)")
    }

    /// A connection that waits for what it reads.
    func connect() throws(LoadError) -> OpaquePointer {
        guard let stream = bench_stream_connect(host, port, isSecure ? 1 : 0) else {
            throw .network("no connection to \(host):\(port)")
        }
        return stream
    }

    private static func readAll(_ stream: OpaquePointer) -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = Int(bench_stream_read(stream, &buffer, Int32(buffer.count)))
            guard count > 0 else { return result }
            result += buffer[..<count]
        }
    }

    private static func parse(_ bytes: [UInt8], _ what: String) throws(LoadError) -> Response {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), let status = Int(text.dropFirst(9).prefix(3)) else {
            throw .network("\(what): no HTTP answer")
        }
        var headers: [String: String] = [:]
        for line in text[..<end.lowerBound].split(whereSeparator: \.isNewline).dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = String(line[line.index(after: colon)...].drop { $0 == " " })
            let name = line[..<colon].lowercased()
            headers[name] = headers[name].map { $0 + ", " + value } ?? value
        }
        let body = String(text[end.upperBound...])
        let isChunked = headers["transfer-encoding"]?.lowercased() == "chunked"
        return Response(status: status, headers: headers, body: isChunked ? unchunk(body) : body)
    }

    private static func unchunk(_ body: String) -> String {
        var rest = Array(body.utf8)[...]
        var result: [UInt8] = []
        while let lineEnd = rest.firstIndex(of: 13) {
            let digits = String(decoding: rest[rest.startIndex..<lineEnd], as: UTF8.self).prefix { $0 != ";" }
            guard let size = Int(digits, radix: 16), size > 0 else { break }
            rest = rest.dropFirst(lineEnd - rest.startIndex + 2)
            result += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension String {
    fileprivate func range(of separator: String) -> Range<String.Index>? {
        // Characters would join CR and LF into one; bytes do not.
        let needle = Array(separator.utf8)
        var start = utf8.startIndex
        while start < utf8.endIndex {
            if utf8[start...].starts(with: needle) { return start..<utf8.index(start, offsetBy: needle.count) }
            start = utf8.index(after: start)
        }
        return nil
    }
}
