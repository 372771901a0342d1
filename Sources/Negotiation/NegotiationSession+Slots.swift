import MediaParameters
import SDP

extension NegotiationSession {
    /// Remembers the offer's m-lines, and gives each that receives for the first time its seat and SSRCs.
    mutating func assignSlots(_ offer: Offer, _ generator: inout some RandomNumberGenerator) {
        lines = offer.lines.enumerated().map { index, offered in
            NegotiatedLine(
                mid: offered.mid, media: offered.media.media, isRejected: !offered.isAccepted,
                slot: offered.isAccepted ? runningSlot(at: index, mid: offered.mid) : nil)
        }
        var taken = Set(offer.uplinks.flatMap(\.encodings).flatMap { [$0.ssrc, $0.rtxSSRC] }.compactMap(\.self))
        taken.formUnion(lines.compactMap(\.slot).flatMap { [$0.ssrc, $0.rtxSSRC] })
        for index in lines.indices where lines[index].slot == nil && offer.lines[index].receivesMedia {
            lines[index].slot = SlotIdentity(
                seat: freeSeat(for: lines[index].media), ssrc: fresh(&taken, &generator),
                rtxSSRC: fresh(&taken, &generator))
        }
    }

    private func runningSlot(at index: Int, mid: String?) -> SlotIdentity? {
        guard index < lines.count, lines[index].mid == mid else { return nil }
        return lines[index].slot
    }

    /// The lowest seat without a slot of this kind: at first the n-th slot gets seat n, later a new one fills the place of a stopped one.
    private func freeSeat(for media: String) -> Int {
        let taken = Set(lines.filter { $0.media == media }.compactMap(\.slot?.seat))
        return (0...taken.count).first { !taken.contains($0) } ?? taken.count
    }

    private func fresh(_ taken: inout Set<UInt32>, _ generator: inout some RandomNumberGenerator) -> UInt32 {
        var ssrc = UInt32(truncatingIfNeeded: generator.next())
        // Counting on instead of drawing again ends even with a generator that repeats itself. 0 is left to mean none.
        while ssrc == 0 || !taken.insert(ssrc).inserted { ssrc &+= 1 }
        return ssrc
    }
}

extension OfferedLine {
    fileprivate var receivesMedia: Bool { isAccepted && direction.receives }
}
