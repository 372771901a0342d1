/// One m-line on which the client receives: a receive slot with fixed SSRCs.
package struct SlotParameters: Sendable, Equatable {
    package var mid: String
    package var kind: MediaKind
    /// Payload types the receiver decodes, in its order of preference.
    package var codecs: [CodecParameters]
    package var extensions: HeaderExtensionMap
    package var ssrc: UInt32
    /// Present when any codec has RTX.
    package var rtxSSRC: UInt32?
    /// Seat number: audio slot n and video slot n show the same member and share an msid.
    package var seat: Int
    /// Canonical name in our sender reports; one a seat, so that receivers synchronise its audio and video (RFC 3550 §6.5.1).
    package var cname: String

    package init(
        mid: String, kind: MediaKind, codecs: [CodecParameters], extensions: HeaderExtensionMap, ssrc: UInt32,
        rtxSSRC: UInt32?, seat: Int, cname: String
    ) {
        self.mid = mid
        self.kind = kind
        self.codecs = codecs
        self.extensions = extensions
        self.ssrc = ssrc
        self.rtxSSRC = rtxSSRC
        self.seat = seat
        self.cname = cname
    }
}
