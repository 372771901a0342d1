import MediaParameters
import SDP

/// The RTP streams that the client sends on one m-line.
struct OfferedStreams {
    /// As the media plane wants them.
    private(set) var encodings: [EncodingParameters] = []
    /// What the answer accepts of the offered simulcast (RFC 8853 §5.3); empty when there is none.
    private(set) var identifiers: [RestrictionIdentifier] = []

    init() {}

    /// `formats` are the accepted payload types; `bindsByIdentifier` is true when packets will say their rid.
    init(_ media: MediaDescription, kind: MediaKind, formats: [UInt8], bindsByIdentifier: Bool) throws(SDPError) {
        let sources = OfferedSources(
            ssrcs: try media.attributes.read(SourceAttribute.self).map(\.ssrc),
            groups: try media.attributes.read(SourceGroup.self))
        let offered = kind == .video ? try Self.simulcast(media.attributes, formats) : []
        guard !offered.isEmpty, bindsByIdentifier || sources.primary.count == offered.count else {
            encodings = sources.encodings
            return
        }
        identifiers = Array(offered.prefix(NegotiationLimits.encodings))
        encodings = Self.lowestFirst(identifiers).map { sources.encoding(of: $0.id, among: offered) }
    }

    /// The first usable alternative of each stream that is sent.
    private static func simulcast(_ attributes: AttributeList, _ formats: [UInt8]) throws(SDPError)
        -> [RestrictionIdentifier]
    {
        let known = try attributes.read(RestrictionIdentifier.self).filter { $0.direction == .send }
        let streams = try attributes.read(SimulcastAttribute.self).first?.send ?? []
        var found: [RestrictionIdentifier] = []
        for stream in streams {
            let usable = stream.lazy.compactMap { id in known.first { $0.id == id }?.limited(to: formats) }.first
            if let usable, !found.contains(where: { $0.id == usable.id }) { found.append(usable) }
        }
        return found
    }

    /// Browsers list streams in the order of their `sendEncodings`; restrictions, where all streams have them, say it better.
    private static func lowestFirst(_ identifiers: [RestrictionIdentifier]) -> [RestrictionIdentifier] {
        let areas = identifiers.compactMap(\.largestArea)
        guard areas.count == identifiers.count else { return identifiers }
        return zip(identifiers, areas).sorted { $0.1 < $1.1 }.map(\.0)
    }
}

extension RestrictionIdentifier {
    /// nil when the stream would consist of formats that are not accepted.
    fileprivate func limited(to formats: [UInt8]) -> RestrictionIdentifier? {
        guard !payloadTypes.isEmpty else { return self }
        var limited = self
        limited.payloadTypes = payloadTypes.filter(formats.contains)
        return limited.payloadTypes.isEmpty ? nil : limited
    }

    /// Pixels a picture, from `max-width` and `max-height` (RFC 8851 §5).
    fileprivate var largestArea: UInt64? {
        guard let width = number("max-width="), let height = number("max-height=") else { return nil }
        return UInt64(width) * UInt64(height)
    }

    private func number(_ key: String) -> UInt16? {
        restrictions.first { $0.hasPrefix(key) }.flatMap { UInt16($0.dropFirst(key.count)) }
    }
}
