extension JSONGuard {
    func peek(_ bytes: [UInt8]) -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    mutating func take(_ byte: UInt8, _ bytes: [UInt8]) -> Bool {
        guard peek(bytes) == byte else { return false }
        offset += 1
        return true
    }

    mutating func expect(_ byte: UInt8, _ bytes: [UInt8]) throws(JSONGuardError) {
        guard take(byte, bytes) else { throw .syntax(offset: offset) }
    }

    mutating func skipSpace(_ bytes: [UInt8]) {
        while let byte = peek(bytes), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    mutating func literal(_ text: StaticString, _ bytes: [UInt8]) throws(JSONGuardError) {
        for byte in String(describing: text).utf8 { try expect(byte, bytes) }
    }

    /// The rest of a string, after its opening quote (RFC 8259 §7).
    mutating func string(_ bytes: [UInt8]) throws(JSONGuardError) {
        while let byte = peek(bytes), byte >= 0x20 {
            offset += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { try escape(bytes) }
        }
        throw .syntax(offset: offset)
    }

    private mutating func escape(_ bytes: [UInt8]) throws(JSONGuardError) {
        if take(UInt8(ascii: "u"), bytes) {
            for _ in 0..<4 { try hexDigit(bytes) }
            return
        }
        guard let byte = peek(bytes), "\"\\/bfnrt".utf8.contains(byte) else { throw .syntax(offset: offset) }
        offset += 1
    }

    private mutating func hexDigit(_ bytes: [UInt8]) throws(JSONGuardError) {
        switch peek(bytes) ?? 0 {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            offset += 1
        default: throw .syntax(offset: offset)
        }
    }

    /// RFC 8259 §6: no leading zero, no leading plus, digits on both sides of the point.
    mutating func number(_ bytes: [UInt8]) throws(JSONGuardError) {
        _ = take(UInt8(ascii: "-"), bytes)
        if !take(UInt8(ascii: "0"), bytes) { try digits(bytes) }
        if take(UInt8(ascii: "."), bytes) { try digits(bytes) }
        guard take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) else { return }
        _ = take(UInt8(ascii: "+"), bytes) || take(UInt8(ascii: "-"), bytes)
        try digits(bytes)
    }

    private mutating func digits(_ bytes: [UInt8]) throws(JSONGuardError) {
        let start = offset
        while let byte = peek(bytes), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        guard offset > start else { throw .syntax(offset: offset) }
    }
}
