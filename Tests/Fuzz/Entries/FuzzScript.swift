import Bytes

/// Reads fuzz input as a list of steps, so that one input drives a machine through many datagrams.
package struct FuzzScript: ~Escapable {
    private var reader: ByteReader

    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) { reader = ByteReader(bytes) }

    /// `nil` at the end, which ends the script.
    @_lifetime(self: copy self)
    package mutating func step() -> UInt8? { reader.uint8() }

    @_lifetime(self: copy self)
    package mutating func byte() -> UInt8 { reader.uint8() ?? 0 }

    @_lifetime(self: copy self)
    package mutating func number() -> UInt16 { reader.uint16() ?? 0 }

    /// A length of two bytes and as many bytes, or what is left of them.
    @_lifetime(self: copy self)
    package mutating func block() -> [UInt8] {
        let count = min(Int(number()), reader.remaining)
        return reader.slice(count)?.array() ?? []
    }

    @_lifetime(self: copy self)
    package mutating func rest() -> [UInt8] { reader.slice(reader.remaining)?.array() ?? [] }
}

extension [UInt8] {
    /// Up to three bytes changed, or the end cut, as the script says. `nil` when that would change nothing.
    package func damaged(by script: inout FuzzScript) -> [UInt8]? {
        var result = self
        let kind = script.byte()
        for _ in 0...Int(kind & 3) where !isEmpty { result[Int(script.number()) % count] ^= script.byte() }
        if kind & 4 != 0 { result = Array(result.prefix(Int(script.number()))) }
        if kind & 8 != 0 { result += script.block() }
        return result == self ? nil : result
    }
}
