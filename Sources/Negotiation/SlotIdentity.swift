/// What stays the same of a receive slot as long as its m-line lives.
struct SlotIdentity {
    var seat: Int
    var ssrc: UInt32
    var rtxSSRC: UInt32
}
