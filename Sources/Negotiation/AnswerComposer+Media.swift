import MediaParameters
import SDP

extension AnswerComposer {
    func appendExtensions(of line: OfferedLine, _ attributes: inout AttributeList) {
        if line.media.attributes.contains("extmap-allow-mixed") { attributes.append("extmap-allow-mixed") }
        for offered in line.extensions.accepted {
            attributes.append(
                ExtensionAttribute(id: offered.id, direction: offered.direction?.reversed, uri: offered.uri))
        }
    }

    /// Format parameters are the client's own: they already say what it sends and receives.
    func appendFormats(of line: OfferedLine, _ attributes: inout AttributeList) {
        for type in line.formats.payloadTypes {
            if let codec = line.formats.codecs.first(where: { $0.map.payloadType == type }) {
                attributes.append(codec.map)
                for mechanism in codec.feedback {
                    attributes.append(FeedbackAttribute(payloadType: type, mechanism: mechanism))
                }
                if let format = codec.format { attributes.append(format) }
            } else if let repair = line.formats.repairs.first(where: { $0.map.payloadType == type }) {
                attributes.append(repair.map)
                attributes.append(repair.format)
            }
        }
    }

    /// RFC 8853 §5.3.2: the streams are named as offered, in the other direction.
    func appendSimulcast(of line: OfferedLine, _ attributes: inout AttributeList) {
        guard !line.streams.identifiers.isEmpty else { return }
        for offered in line.streams.identifiers {
            var answered = offered
            answered.direction = .recv
            attributes.append(answered)
        }
        attributes.append(SimulcastAttribute(receive: line.streams.identifiers.map { [$0.id] }))
    }

    /// A seat's audio and video are one stream to the browser, which then keeps lips in sync.
    func append(_ slot: SlotParameters, _ attributes: inout AttributeList) {
        let kind = slot.kind == .audio ? "audio" : "video"
        attributes.append("msid", "seat-\(slot.seat) seat-\(slot.seat)-\(kind)")
        if let repair = slot.rtxSSRC {
            attributes.append(SourceGroup(semantics: "FID", sources: [slot.ssrc, repair]))
        }
        for ssrc in [slot.ssrc, slot.rtxSSRC].compactMap(\.self) {
            attributes.append(SourceAttribute(ssrc: ssrc, attribute: "cname", value: slot.cname))
        }
    }
}
