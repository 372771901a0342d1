/// One SSRC that a client receives (or, for a publisher, nothing).
struct IncomingStream {
    struct Missing {
        var sequence: UInt16
        var tries: Int
        var dueAt: Int64
    }

    let ssrc: UInt32
    var isRetransmission = false
    /// Highest index (ROC << 16 | SEQ) that proved authentic.
    var highest: UInt64?
    var packets = 0
    var missing: [Missing] = []
    var senderReport: (compactTime: UInt32, arrivedAt: Int64) = (0, 0)

    init(ssrc: UInt32) { self.ssrc = ssrc }

    func index(of sequence: UInt16) -> UInt64 {
        guard let highest else { return UInt64(sequence) }
        let distance = Int64(Int16(truncatingIfNeeded: Int(sequence) - Int(highest & 0xffff)))
        let index = Int64(highest) + distance
        return index < 0 ? UInt64(sequence) : UInt64(index)
    }

    /// Notes an authentic packet; gaps become requests that are due at once.
    mutating func received(_ index: UInt64, now: Int64) {
        packets += 1
        guard let highest else {
            self.highest = index
            return
        }
        if index <= highest {
            recovered(UInt16(truncatingIfNeeded: index))
        } else {
            if index - highest < 200, !isRetransmission {
                for lost in (highest + 1)..<index {
                    missing.append(Missing(sequence: UInt16(truncatingIfNeeded: lost), tries: 0, dueAt: now))
                }
            }
            self.highest = index
        }
    }

    mutating func recovered(_ sequence: UInt16) {
        guard !missing.isEmpty else { return }
        missing.removeAll { $0.sequence == sequence }
    }

    /// Sequence numbers to ask for now: ten tries, 40 ms apart.
    mutating func dueRequests(now: Int64) -> [UInt16] {
        guard !missing.isEmpty else { return [] }
        var due: [UInt16] = []
        for place in missing.indices where missing[place].dueAt <= now && due.count < 100 {
            due.append(missing[place].sequence)
            missing[place].tries += 1
            missing[place].dueAt = now + 40_000_000
        }
        missing.removeAll { $0.tries > 10 }
        return due
    }
}
