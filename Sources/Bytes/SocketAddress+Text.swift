extension SocketAddress: CustomStringConvertible {
    /// `192.0.2.1:4001` or `[2001:db8::1]:4001`.
    public var description: String {
        isIPv4 ? "\(host):\(port)" : "[\(host)]:\(port)"
    }

    /// The address without port, in the text form of RFC 5952.
    public var host: String {
        guard !isIPv4 else {
            return [24, 16, 8, 0].map { String(ipv4 >> $0 & 0xff) }.joined(separator: ".")
        }
        let groups = (0..<8).map { group in
            UInt16(truncatingIfNeeded: (group < 4 ? high : low) >> ((3 - UInt64(group % 4)) * 16))
        }
        return Self.compressed(groups)
    }

    /// Parses an IPv4 or IPv6 literal, without brackets or zone; nil for anything else.
    public init?(host: String, port: UInt16) {
        if let ipv4 = Self.ipv4(Substring(host)) {
            self.init(ipv4: ipv4, port: port)
            return
        }
        guard let groups = Self.ipv6Groups(host) else { return nil }
        let halves = (groups[0..<4], groups[4..<8])
        self.init(
            high: halves.0.reduce(0) { $0 << 16 | UInt64($1) }, low: halves.1.reduce(0) { $0 << 16 | UInt64($1) },
            port: port)
    }

    private static func compressed(_ groups: [UInt16]) -> String {
        let run = longestZeroRun(groups)
        let text = { (slice: ArraySlice<UInt16>) in slice.map { String($0, radix: 16) }.joined(separator: ":") }
        guard run.count > 1 else { return text(groups[...]) }
        return text(groups[..<run.lowerBound]) + "::" + text(groups[run.upperBound...])
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var best = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > best.count { best = start..<index }
            start = index + 1
        }
        return best
    }

    private static func ipv4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
                let byte = UInt8(part)
            else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    private static func ipv6Groups(_ text: String) -> [UInt16]? {
        guard text.utf8.count <= 45 else { return nil }
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0], endsAddress: halves.count == 1) else { return nil }
        guard halves.count == 2 else { return head.count == 8 ? head : nil }
        guard let tail = groups(halves[1], endsAddress: true), head.count + tail.count < 8 else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// The last 32 bits of an address may be written as IPv4 (RFC 4291 §2.2).
    private static func groups(_ text: Substring, endsAddress: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var result: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if endsAddress, index == parts.count - 1, part.contains("."), let address = ipv4(part) {
                result += [UInt16(address >> 16), UInt16(address & 0xffff)]
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                result.append(group)
            }
        }
        return result
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte | 0x20)
    }
}
