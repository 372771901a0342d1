/// How much room the elements of a set take, found in one walk over its bits.
struct ElementSizes {
    private(set) var sum = 0
    private(set) var number = 0
    /// Values of 1–16 bytes (RFC 8285 §4.2).
    private(set) var fitOneByteForm = true

    @inline(__always)
    init(_ kinds: UInt16, in elements: RTPExtensionElements) {
        var rest = kinds
        while rest != 0 {
            let count = elements.count(UInt8(truncatingIfNeeded: rest.trailingZeroBitCount))
            rest &= rest &- 1
            sum += count
            number += 1
            if count == 0 || count > 16 { fitOneByteForm = false }
        }
    }
}
