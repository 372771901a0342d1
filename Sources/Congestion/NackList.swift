/// Sequence numbers to ask for, in fixed memory.
package struct NackList: Sendable {
    package static let capacity = 64
    private var numbers: [64 of UInt16] = .init(repeating: 0)
    package private(set) var count = 0

    package init() {}

    package var isFull: Bool { count == Self.capacity }

    package mutating func append(_ sequence: UInt16) {
        guard !isFull else { return }
        numbers[count] = sequence
        count += 1
    }

    package var span: Span<UInt16> {
        @_lifetime(borrow self)
        get { numbers.span.extracting(0..<count) }
    }
}
