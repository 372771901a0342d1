/// One file of the party page.
package struct WebClientFile: Sendable {
    package let bytes: [UInt8]
    package let contentType: String

    /// An HTTP entity tag of the bytes: their number and FNV-1a hash, which is enough to notice a new version.
    package var entityTag: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "\"" + String(bytes.count, radix: 36) + "-" + String(hash, radix: 36) + "\""
    }
}
