/// Reads back what `CanonicalText.json` wrote: a report has thousands of such texts, and a decoder of any JSON would be a quarter of its time.
struct CanonicalReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// `nil` for texts with escapes or of another form, which are a decoder's business.
    mutating func table() -> [String: String]? {
        guard take("{") else { return nil }
        var table: [String: String] = [:]
        repeat {
            guard let key = string(), take(":"), let value = string() else { return nil }
            table[key] = value
        } while take(",")
        return take("}") && place == bytes.count ? table : nil
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: byte) else { return false }
        place += 1
        return true
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let begin = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") { place += 1 }
        let end = place
        return take("\"") ? String(decoding: bytes[begin..<end], as: UTF8.self) : nil
    }
}
