import MediaParameters
import SDP

extension Offer {
    /// The m-lines on which the client sends. An SSRC belongs to the first that announces it.
    var uplinks: [UplinkParameters] {
        var announced: Set<UInt32> = []
        return lines.filter { $0.isAccepted && $0.direction.sends }.compactMap { $0.uplink(&announced) }
    }
}

extension OfferedLine {
    fileprivate func uplink(_ announced: inout Set<UInt32>) -> UplinkParameters? {
        guard let mid, let kind else { return nil }
        var encodings = streams.encodings
        for index in encodings.indices {
            encodings[index].ssrc = encodings[index].ssrc.flatMap { announced.insert($0).inserted ? $0 : nil }
            encodings[index].rtxSSRC = encodings[index].rtxSSRC.flatMap { announced.insert($0).inserted ? $0 : nil }
        }
        return UplinkParameters(
            mid: mid, kind: kind, codecs: formats.codecs.map(\.parameters), extensions: extensions.uplink,
            encodings: encodings)
    }

    func slot(_ identity: SlotIdentity, cname: String) -> SlotParameters? {
        guard let mid, let kind else { return nil }
        return SlotParameters(
            mid: mid, kind: kind, codecs: formats.codecs.map(\.parameters), extensions: extensions.slot,
            ssrc: identity.ssrc, rtxSSRC: formats.repairs.isEmpty ? nil : identity.rtxSSRC, seat: identity.seat,
            cname: cname)
    }
}
