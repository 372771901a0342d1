/// What became of a protected packet.
package enum SRTPOpened: Sendable, Equatable {
    /// The plain packet lies in the first `count` bytes. `index` is ROC << 16 | SEQ of an RTP packet, the SRTCP index of an RTCP packet.
    case packet(count: Int, index: UInt64)
    case dropped(SRTPDropReason)
}
