import MediaParameters
import SDP

/// One m-line of an offer, read as far as the answer needs it.
struct OfferedLine {
    let media: MediaDescription
    /// Only a stopped m-line may do without.
    let mid: String?
    /// nil when it is nothing that the server forwards.
    private(set) var kind: MediaKind?
    /// True when the client stopped it; with `a=bundle-only`, port 0 means only that it has no address of its own (RFC 8843 §6).
    let isStopped: Bool
    /// From the client's point of view, as far as it is allowed.
    private(set) var direction = MediaDirection.inactive
    private(set) var formats = OfferedFormats()
    private(set) var extensions = OfferedExtensions()
    private(set) var streams = OfferedStreams()

    init(_ media: MediaDescription, session: AttributeList, allowing allowed: MediaDirection) throws(NegotiationError) {
        self.media = media
        isStopped = media.port == 0 && !media.attributes.contains("bundle-only")
        mid = try Self.mid(of: media, isStopped: isStopped)
        kind = MediaKind(media)
        guard let kind, !isStopped else { return }
        direction = Self.direction(media.attributes, session).limited(to: allowed)
        do {
            try read(kind, session)
        } catch {
            throw NegotiationError(error)
        }
    }

    private mutating func read(_ kind: MediaKind, _ session: AttributeList) throws(SDPError) {
        let mixed = media.attributes.contains("extmap-allow-mixed") || session.contains("extmap-allow-mixed")
        formats = try OfferedFormats(media, kind: kind)
        let offered = try media.attributes.read(ExtensionAttribute.self) + session.read(ExtensionAttribute.self)
        extensions = OfferedExtensions(offered, direction: direction, allowsMixed: mixed)
        if !extensions.contains(.transportCC) { formats.dropTransportFeedback() }
        guard direction.sends else { return }
        streams = try OfferedStreams(
            media, kind: kind, formats: formats.payloadTypes, bindsByIdentifier: extensions.uplink[.rid] != 0)
    }

    /// False when the answer gives it port 0.
    var isAccepted: Bool {
        !isStopped && !formats.codecs.isEmpty
    }

    private static func mid(of media: MediaDescription, isStopped: Bool) throws(NegotiationError) -> String? {
        guard let attribute = media.attributes.first("mid") else {
            guard isStopped else { throw NegotiationError(line: media.line, reason: .missingMid) }
            return nil
        }
        guard let mid = attribute.value, mid[...].isToken, mid.utf8.count <= NegotiationLimits.mid else {
            throw NegotiationError(line: attribute.line, reason: .missingMid)
        }
        return mid
    }

    /// RFC 8866 §6.7: the session level's direction holds for every m-line without its own.
    private static func direction(_ media: AttributeList, _ session: AttributeList) -> MediaDirection {
        for list in [media, session] {
            if let direction = list.all.lazy.compactMap({ MediaDirection(rawValue: $0.name) }).first {
                return direction
            }
        }
        return .sendrecv
    }
}

extension MediaKind {
    /// nil for other media, and for media that is not protected by DTLS-SRTP (RFC 8829 §5.1.2 lists the spellings).
    fileprivate init?(_ media: MediaDescription) {
        let transports = ["UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "RTP/SAVPF", "RTP/SAVP"]
        guard transports.contains(media.transport) else { return nil }
        switch media.media {
        case "audio": self = .audio
        case "video": self = .video
        default: return nil
        }
    }
}
