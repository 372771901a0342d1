/// One RTP stream of an uplink. Without a known `ssrc` the stream is bound by its `mid`/`rid` extensions, or by payload type (RFC 8843 §9.2).
package struct EncodingParameters: Sendable, Equatable {
    package var rid: String?
    package var ssrc: UInt32?
    package var rtxSSRC: UInt32?

    package init(rid: String? = nil, ssrc: UInt32? = nil, rtxSSRC: UInt32? = nil) {
        self.rid = rid
        self.ssrc = ssrc
        self.rtxSSRC = rtxSSRC
    }
}
