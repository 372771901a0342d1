import MediaParameters
import SDP

/// The formats of one m-line that are accepted, all in the offer's order.
struct OfferedFormats {
    private(set) var codecs: [OfferedCodec] = []
    private(set) var repairs: [OfferedRepair] = []
    /// Accepted payload types, codecs and repairs alike.
    private(set) var payloadTypes: [UInt8] = []

    init() {}

    init(_ media: MediaDescription, kind: MediaKind) throws(SDPError) {
        // Between 64 and 95 a payload type looks like RTCP when both share a port (RFC 5761 §4).
        let offered = try media.payloadTypes().filter { !(64...95).contains($0) }
        let maps = Dictionary(try media.attributes.read(RTPMap.self).map { ($0.payloadType, $0) }) { first, _ in first }
        let formats = Dictionary(try media.attributes.read(FormatParameters.self).map { ($0.payloadType, $0) }) {
            first, _ in first
        }
        codecs = offered.compactMap { type in maps[type].flatMap { OfferedCodec($0, formats[type]) } }
            .filter { $0.parameters.codec.kind == kind }
        dropUnusableRedundancy()
        addRepairs(offered.compactMap { type in maps[type] }, formats)
        addFeedback(try media.attributes.read(FeedbackAttribute.self))
        let accepted = Set(codecs.map(\.map.payloadType) + repairs.map(\.map.payloadType))
        payloadTypes = offered.filter(accepted.contains)
    }

    /// RED is forwarded only around Opus: its primary block must be understood.
    private mutating func dropUnusableRedundancy() {
        let opus = Set(codecs.filter { $0.parameters.codec == .opus }.map(\.map.payloadType))
        codecs.removeAll { codec in
            codec.parameters.codec == .red && !(codec.format?.redundancy ?? []).allSatisfy(opus.contains)
        }
    }

    private mutating func addRepairs(_ maps: [RTPMap], _ formats: [UInt8: FormatParameters]) {
        for map in maps where map.encoding.lowercased() == "rtx" {
            guard let format = formats[map.payloadType], let type = format.associatedPayloadType,
                let index = codecs.firstIndex(where: { $0.map.payloadType == type }),
                codecs[index].map.clockRate == map.clockRate, codecs[index].parameters.rtxPayloadType == nil
            else { continue }
            codecs[index].parameters.rtxPayloadType = map.payloadType
            repairs.append(OfferedRepair(map: map, format: format))
        }
    }

    /// Browsers also list feedback for payload types that they removed from the m-line; those find no codec.
    private mutating func addFeedback(_ lines: [FeedbackAttribute]) {
        for line in lines {
            guard let mechanism = FeedbackMechanisms(line.mechanism) else { continue }
            for index in codecs.indices
            where line.payloadType ?? codecs[index].map.payloadType == codecs[index].map.payloadType {
                guard codecs[index].parameters.feedback.insert(mechanism).inserted else { continue }
                codecs[index].feedback.append(line.mechanism)
            }
        }
    }

    /// Transport-wide feedback counts by a number in a header extension: without that extension there is nothing to feed back.
    mutating func dropTransportFeedback() {
        for index in codecs.indices where codecs[index].parameters.feedback.remove(.transportCC) != nil {
            codecs[index].feedback.removeAll { FeedbackMechanisms($0) == .transportCC }
        }
    }
}
