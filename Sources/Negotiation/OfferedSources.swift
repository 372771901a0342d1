import MediaParameters
import SDP

/// The SSRCs that an m-line announces (RFC 5576). Many announce none: then packets are told apart by their header extensions.
struct OfferedSources {
    /// Streams that are not retransmissions, in their order.
    private(set) var primary: [UInt32]
    /// Retransmission SSRC by the SSRC it repairs.
    private let repair: [UInt32: UInt32]
    private let isSimulcast: Bool

    init(ssrcs: [UInt32], groups: [SourceGroup]) {
        let pairs = groups.filter { $0.semantics == "FID" && $0.sources.count == 2 }.map {
            ($0.sources[0], $0.sources[1])
        }
        repair = Dictionary(pairs) { first, _ in first }
        let simulcast = groups.first { $0.semantics == "SIM" }?.sources ?? []
        isSimulcast = simulcast.count > 1
        let repairing = Set(repair.values)
        var seen: Set<UInt32> = []
        primary = (isSimulcast ? simulcast : ssrcs + pairs.map(\.0)).filter {
            !repairing.contains($0) && seen.insert($0).inserted
        }
    }

    /// The streams of an m-line without rids: one, unless a `SIM` group lists several.
    var encodings: [EncodingParameters] {
        guard isSimulcast else { return [encoding(rid: nil, primary.first)] }
        return primary.prefix(NegotiationLimits.encodings).map { encoding(rid: nil, $0) }
    }

    /// Where an m-line has as many primary SSRCs as rids, they come in the same order.
    func encoding(of id: String, among identifiers: [RestrictionIdentifier]) -> EncodingParameters {
        guard primary.count == identifiers.count, let index = identifiers.firstIndex(where: { $0.id == id }) else {
            return EncodingParameters(rid: id)
        }
        return encoding(rid: id, primary[index])
    }

    private func encoding(rid: String?, _ ssrc: UInt32?) -> EncodingParameters {
        EncodingParameters(rid: rid, ssrc: ssrc, rtxSSRC: ssrc.flatMap { repair[$0] })
    }
}
