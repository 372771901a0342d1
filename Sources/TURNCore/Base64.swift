/// RFC 4648 §4, as the REST form of credentials and the nonce cookie need it; Foundation is not at hand here.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) { append(bytes[start...].prefix(3), to: &text) }
        return text
    }

    private static func append(_ group: ArraySlice<UInt8>, to text: inout [UInt8]) {
        var word: UInt32 = 0
        for place in 0..<3 {
            let index = group.startIndex + place
            word = word << 8 | (index < group.endIndex ? UInt32(group[index]) : 0)
        }
        for place in 0..<4 {
            let sextet = Int(word >> UInt32(18 - 6 * place) & 63)
            text.append(place <= group.count ? alphabet[sextet] : UInt8(ascii: "="))
        }
    }

    /// `nil` for anything but whole groups without padding, which is all a nonce of ours consists of.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count & 3 == 0 else { return nil }
        var bytes: [UInt8] = []
        var word: UInt32 = 0
        for (place, character) in text.enumerated() {
            guard let sextet = alphabet.firstIndex(of: character) else { return nil }
            word = word << 6 | UInt32(sextet)
            guard place & 3 == 3 else { continue }
            bytes += [UInt8(word >> 16 & 0xff), UInt8(word >> 8 & 0xff), UInt8(word & 0xff)]
            word = 0
        }
        return bytes
    }
}
