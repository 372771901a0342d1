/// The first eight comprehension-required attributes of a message that the server does not understand, for a 420 answer (RFC 8489 §6.3.1).
package struct STUNUnknownAttributes: Sendable {
    package private(set) var count = 0
    private var types: [8 of UInt16] = .init(repeating: 0)

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// The `index`-th type, or `nil` beyond the end.
    package subscript(index: Int) -> UInt16? {
        guard index >= 0, index < count else { return nil }
        return types[index]
    }

    /// More than eight are not kept: the answer stays small.
    package mutating func append(_ type: UInt16) {
        guard count < 8 else { return }
        types[count] = type
        count += 1
    }
}
