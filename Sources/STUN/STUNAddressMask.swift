/// What addresses are XORed with (RFC 8489 §14.2): cookie and transaction id, as numbers.
struct STUNAddressMask {
    let high: UInt64
    let low: UInt64

    init(_ transactionID: [12 of UInt8]) {
        var words: (UInt32, UInt64) = (0, 0)
        for place in 0..<4 { words.0 = words.0 << 8 | UInt32(transactionID[place]) }
        for place in 4..<12 { words.1 = words.1 << 8 | UInt64(transactionID[place]) }
        high = UInt64(STUNHeader.magicCookie) << 32 | UInt64(words.0)
        low = words.1
    }

    var ipv4: UInt32 { STUNHeader.magicCookie }
    var port: UInt16 { UInt16(STUNHeader.magicCookie >> 16) }
}
