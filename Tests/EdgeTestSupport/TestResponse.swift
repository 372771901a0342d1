/// An HTTP/1.1 response as a client reads it.
package struct TestResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: String

    package subscript(name: String) -> String? {
        let found = headers.filter { $0.name == name.lowercased() }.map(\.value)
        return found.isEmpty ? nil : found.joined(separator: ", ")
    }

    /// Takes one whole response off the bytes, or `nil` while it is not complete. `body: false` for answers to HEAD.
    package static func take(_ bytes: inout [UInt8], hasBody: Bool = true) -> TestResponse? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = text.prefix(upTo: text.firstRange(of: "\r\n\r\n")!.lowerBound).split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        var response = TestResponse(status: status, headers: headers, body: "")
        let length = hasBody && status != 101 && status != 204 ? Int(response["content-length"] ?? "0")! : 0
        guard bytes.count >= end.upperBound + length else { return nil }
        response.body = String(decoding: bytes[end.upperBound..<(end.upperBound + length)], as: UTF8.self)
        bytes.removeFirst(end.upperBound + length)
        return response
    }
}
