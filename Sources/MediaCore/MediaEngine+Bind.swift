import Bytes
import MediaParameters
import RTP

extension MediaEngine {
    /// Finds the encoding of an SSRC that no signaling named: by its rid and mid extensions, else by payload type (RFC 8843 §9.2, RFC 8852 §3).
    mutating func bind(_ layout: RTPLayout, _ packet: RawSpan, of handle: Handle<Transport>) -> SourceRoute? {
        guard !transports[handle].routes.isFull else {
            counters.drop(.tooManySources)
            return nil
        }
        guard let track = track(of: layout, packet, handle) else { return nil }
        let isRTX = uplinks[track].codecs.contains { $0.rtxPayloadType == layout.payloadType }
        guard let encoding = encoding(of: layout, packet, track, isRTX: isRTX) else { return nil }
        let route = SourceRoute(ssrc: layout.ssrc, encoding: encoding, isRTX: isRTX)
        guard transports[handle].routes.bind(route) else { return nil }
        if isRTX { encodings[encoding].rtxSSRC = layout.ssrc } else { adopt(layout.ssrc, as: encoding) }
        return route
    }

    /// A new SSRC for a known encoding is a new stream: its numbers have nothing to do with the old one's.
    private mutating func adopt(_ ssrc: UInt32, as encoding: Handle<Encoding>) {
        let isNew = encodings[encoding].ssrc.map { $0 != ssrc } ?? false
        encodings[encoding].ssrc = ssrc
        guard isNew else { return }
        encodings[encoding].restart()
        let track = encodings[encoding].track
        for position in uplinks[track].subscribers.indices {
            let slot = uplinks[track].subscribers[position]
            guard slots[slot].current == encoding else { continue }
            slots[slot].current = nil
            slots[slot].target = encoding
            encodings[encoding].keyFrames.want()
        }
    }

    private func track(of layout: RTPLayout, _ packet: RawSpan, _ handle: Handle<Transport>) -> Handle<UpTrack>? {
        if let mid = layout.value(of: .mid, in: packet) {
            return transports[handle].uplinks.first { uplinks[$0].mid.utf8.elementsEqual(mid.array()) }
        }
        let matches = transports[handle].uplinks.filter { track in
            uplinks[track].codecs.contains {
                $0.payloadType == layout.payloadType || $0.rtxPayloadType == layout.payloadType
            }
        }
        // Ambiguous payload types say nothing.
        return matches.count == 1 ? matches[0] : nil
    }

    private func encoding(
        of layout: RTPLayout, _ packet: RawSpan, _ track: Handle<UpTrack>, isRTX: Bool
    ) -> Handle<Encoding>? {
        let all = uplinks[track].encodings
        let only = all.count == 1 ? all[0] : nil
        guard let name = rid(of: layout, packet, isRTX: isRTX) else { return only }
        return all.first { encodings[$0].rid.map { $0.utf8.elementsEqual(name) } ?? false } ?? only
    }

    /// Retransmissions name their stream by the repaired rid (RFC 8852 §3.2); some senders use rid for both.
    private func rid(of layout: RTPLayout, _ packet: RawSpan, isRTX: Bool) -> [UInt8]? {
        if isRTX, let repaired = layout.value(of: .repairedRid, in: packet) { return repaired.array() }
        return layout.value(of: .rid, in: packet)?.array()
    }
}
