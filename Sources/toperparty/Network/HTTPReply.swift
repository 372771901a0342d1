/// An HTTP/1.1 response.
struct HTTPReply: Sendable {
    let status: Int
    /// Names in lower case.
    let fields: [(name: String, value: String)]
    var body: String

    func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Reads what has come so far; nil while the reply is not whole.
    /// - Parameter isOver: nothing more will come.
    init?(_ bytes: [UInt8], isOver: Bool) throws(ProbeError) {
        guard let end = Self.endOfHeader(bytes) else {
            if isOver { throw bytes.isEmpty ? .closed : .notHTTP }
            return nil
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { throw .notHTTP }
        self.status = status
        fields = lines.dropFirst().compactMap(Self.field)
        body = String(decoding: bytes[end...], as: UTF8.self)
        let length = fields.first { $0.name == "content-length" }.flatMap { Int($0.value) }
        guard isOver || status == 101 || status == 204 || length.map({ bytes.count - end >= $0 }) == true else {
            return nil
        }
    }

    private static func field(_ line: Substring) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        return (line[..<colon].lowercased(), String(value))
    }

    private static func endOfHeader(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { Array(bytes[$0..<($0 + 4)]) == [13, 10, 13, 10] }.map { $0 + 4 }
    }
}
