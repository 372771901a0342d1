import Bytes

/// Expands packet status chunks (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.2 to §3.1.4) symbol by symbol, in no memory.
struct TWCCChunkCursor: ~Escapable {
    private let body: RawSpan
    private var offset: Int
    /// Symbols left of the chunk at hand, and what they are: a vector shifted to the top, or one symbol for all.
    private var left = 0
    private var bits: UInt16 = 0
    private var width: UInt16 = 0

    @_lifetime(copy body)
    init(_ body: RawSpan, at offset: Int) {
        self.body = body
        self.offset = offset
    }

    /// Where the chunks end that cover `statusCount` statuses; nil when the body ends before.
    static func end(_ body: RawSpan, from start: Int, statusCount: Int) -> Int? {
        var offset = start
        var covered = 0
        while covered < statusCount {
            guard let chunk = body.uint16(at: offset) else { return nil }
            covered += symbolCount(chunk)
            offset += 2
        }
        return offset
    }

    @_lifetime(self: copy self)
    mutating func next() -> UInt8? {
        while left == 0 {
            guard let chunk = body.uint16(at: offset) else { return nil }
            offset += 2
            load(chunk)
        }
        left -= 1
        guard width > 0 else { return UInt8(truncatingIfNeeded: bits) }
        let symbol = UInt8(truncatingIfNeeded: bits >> (16 - width))
        bits <<= width
        return symbol
    }

    @_lifetime(self: copy self)
    private mutating func load(_ chunk: UInt16) {
        left = Self.symbolCount(chunk)
        switch chunk >> 14 {
        case 2: (width, bits) = (1, chunk << 2)
        case 3: (width, bits) = (2, chunk << 2)
        default: (width, bits) = (0, chunk >> 13 & 3)
        }
    }

    private static func symbolCount(_ chunk: UInt16) -> Int {
        switch chunk >> 14 {
        case 2: 14
        case 3: 7
        default: Int(chunk & 0x1fff)
        }
    }
}
