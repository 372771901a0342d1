/// A record of TLS as it stands on the wire (RFC 8446 §5.1).
enum TLSRecord {
    private static let headerCount = 5
    /// Bytes of a plaintext record's fragment, at most.
    private static let longest = 1 << 14

    /// Whether the first record is there to its end. One that is longer than any may be counts as whole: whoever parses it says so.
    static func isFirstWhole(in bytes: some RandomAccessCollection<UInt8>) -> Bool {
        guard bytes.count >= headerCount else { return false }
        let length = bytes.dropFirst(3).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        return length > longest || bytes.count >= headerCount + length
    }
}
