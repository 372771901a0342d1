/// Decides whether bytes are one JSON object (RFC 8259) within the limits, before a decoder that recurses and allocates sees them.
///
/// No recursion and no memory of its own beyond one bit a nesting level; each byte is looked at once. On its way it notes the object's `type`, so that a decoder
/// need not be asked for it first and for the rest afterwards.
package struct JSONGuard: ~Copyable {
    var offset = 0
    /// Bit n says whether nesting level n is an object.
    private var objects: UInt32 = 0
    private var depth = 0
    /// True between an opening bracket and its first element.
    private var opened = false
    /// Where the value of the object's own member `type` is.
    private var typeRange = 0..<0

    /// Answers in time linear in the bytes; `bytes` is one whole frame.
    /// - Returns: the object's `type`; `nil` when it has none that is a text without escapes.
    @discardableResult
    package static func check(_ bytes: [UInt8]) throws(JSONGuardError) -> String? {
        guard bytes.count <= PartyLimits.frameBytes else { throw .tooLong }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .encoding }
        var scanner = JSONGuard()
        try scanner.scan(bytes)
        return scanner.type(bytes)
    }

    private func type(_ bytes: [UInt8]) -> String? {
        guard typeRange.count >= 2, bytes[typeRange.lowerBound] == UInt8(ascii: "\"") else { return nil }
        let text = bytes[typeRange].dropFirst().dropLast()
        return text.contains(UInt8(ascii: "\\")) ? nil : String(decoding: text, as: UTF8.self)
    }

    private mutating func scan(_ bytes: [UInt8]) throws(JSONGuardError) {
        skipSpace(bytes)
        guard peek(bytes) == UInt8(ascii: "{") else { throw .notObject }
        try value(bytes)
        while depth > 0 { try member(bytes) }
        skipSpace(bytes)
        guard offset == bytes.count else { throw .syntax(offset: offset) }
    }

    /// One step inside the innermost list or object: an element with what separates it from the next, or the end.
    private mutating func member(_ bytes: [UInt8]) throws(JSONGuardError) {
        skipSpace(bytes)
        if take(closer, bytes) { return leave() }
        if !opened { try expect(UInt8(ascii: ","), bytes) }
        opened = false
        skipSpace(bytes)
        let isType = isObject ? try key(bytes) && depth == 1 : false
        let begin = offset
        try value(bytes)
        if isType { typeRange = begin..<offset }
    }

    private var isObject: Bool { objects & (1 << UInt32(depth)) != 0 }
    private var closer: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }

    private mutating func leave() {
        depth -= 1
        opened = false
    }

    private mutating func enter(object: Bool) throws(JSONGuardError) {
        guard depth < PartyLimits.depth else { throw .tooDeep }
        depth += 1
        opened = true
        let bit: UInt32 = 1 << UInt32(depth)
        objects = object ? objects | bit : objects & ~bit
    }

    /// - Returns: whether it is `type`.
    private mutating func key(_ bytes: [UInt8]) throws(JSONGuardError) -> Bool {
        let begin = offset
        try expect(UInt8(ascii: "\""), bytes)
        try string(bytes)
        let isType = bytes[begin..<offset].elementsEqual("\"type\"".utf8)
        skipSpace(bytes)
        try expect(UInt8(ascii: ":"), bytes)
        skipSpace(bytes)
        return isType
    }

    private mutating func value(_ bytes: [UInt8]) throws(JSONGuardError) {
        switch peek(bytes) {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let object = bytes[offset] == UInt8(ascii: "{")
            offset += 1
            try enter(object: object)
        case UInt8(ascii: "\""):
            offset += 1
            try string(bytes)
        case UInt8(ascii: "t"): try literal("true", bytes)
        case UInt8(ascii: "f"): try literal("false", bytes)
        case UInt8(ascii: "n"): try literal("null", bytes)
        default: try number(bytes)
        }
    }
}
