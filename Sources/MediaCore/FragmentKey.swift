import Bytes

/// The 14 characters of one of our username fragments as a number, so that a check is looked up without making a string.
struct FragmentKey: Hashable {
    private let high: UInt64
    private let low: UInt64

    init?(_ bytes: RawSpan) {
        guard bytes.byteCount == 14, let high = bytes.uint64(at: 0), let low = bytes.uint64(at: 6) else { return nil }
        self.high = high
        self.low = low
    }

    init?(_ fragment: String) {
        let bytes = Array(fragment.utf8)
        guard let key = FragmentKey(bytes.span.bytes) else { return nil }
        self = key
    }
}
