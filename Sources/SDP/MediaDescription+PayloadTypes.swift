extension MediaDescription {
    /// The formats of an RTP m-line as payload types, each once, in their order. Throws at the m-line when one is no seven-bit number.
    package func payloadTypes() throws(SDPError) -> [UInt8] {
        var seen: Set<UInt8> = []
        var types: [UInt8] = []
        for format in formats {
            guard let type = format[...].payloadType else { throw SDPError(line: line, reason: .malformed("m")) }
            if seen.insert(type).inserted { types.append(type) }
        }
        return types
    }
}
