/// Which of a publisher's packets arrived at one receiver, a bit each.
struct DeliveryRecord {
    private var words: [UInt64] = []

    /// False when the packet was here before.
    mutating func insert(_ counter: UInt32) -> Bool {
        let word = Int(counter / 64)
        if word >= words.count { words += [UInt64](repeating: 0, count: word - words.count + 64) }
        let bit = UInt64(1) << UInt64(counter % 64)
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }

    func count(in range: Range<UInt32>) -> Int {
        range.reduce(into: 0) { sum, counter in
            let word = Int(counter / 64)
            if word < words.count, words[word] >> UInt64(counter % 64) & 1 == 1 { sum += 1 }
        }
    }
}
