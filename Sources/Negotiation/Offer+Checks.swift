import MediaParameters
import SDP

extension Offer {
    static func check(_ lines: [OfferedLine], _ bundle: [String]?) throws(NegotiationError) {
        try checkMids(lines)
        let accepted = lines.filter(\.isAccepted)
        try checkSharing(accepted, bundle)
        try checkExtensions(accepted)
    }

    private static func checkMids(_ lines: [OfferedLine]) throws(NegotiationError) {
        var seen: Set<String> = []
        for line in lines {
            guard let mid = line.mid, !seen.insert(mid).inserted else { continue }
            throw NegotiationError(line: line.media.line, reason: .duplicateMid(mid))
        }
    }

    /// One transport carries everything. A lone m-line needs no group for that.
    private static func checkSharing(_ accepted: [OfferedLine], _ bundle: [String]?) throws(NegotiationError) {
        for line in accepted {
            let mid = line.mid ?? ""
            guard bundle?.contains(mid) ?? (accepted.count == 1) else {
                throw NegotiationError(line: line.media.line, reason: .notBundled(mid: mid))
            }
            guard line.media.attributes.contains("rtcp-mux") || line.media.attributes.contains("rtcp-mux-only") else {
                throw NegotiationError(line: line.media.line, reason: .notMultiplexed(mid: mid))
            }
        }
    }

    /// Before a packet's m-line is known, its mid must be found by one id.
    private static func checkExtensions(_ accepted: [OfferedLine]) throws(NegotiationError) {
        var meanings: [UInt16: String] = [:]
        for line in accepted {
            for attribute in line.extensions.accepted {
                guard meanings.updateValue(attribute.uri, forKey: attribute.id) ?? attribute.uri == attribute.uri else {
                    throw NegotiationError(line: line.media.line, reason: .extensionConflict(id: attribute.id))
                }
            }
        }
    }
}
