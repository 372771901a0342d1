import MediaParameters
import SDP

/// A whole offer, read and checked as far as that needs no knowledge of the running session.
struct Offer {
    let session: AttributeList
    let lines: [OfferedLine]
    /// Mids of the BUNDLE group in its order; nil when the offer has no such group.
    let bundle: [String]?
    let transport: OfferedTransport

    init(parsing text: String, allowing allowed: MediaDirection) throws(NegotiationError) {
        let description: SessionDescription
        let groups: [GroupAttribute]
        do {
            description = try SessionDescription(parsing: text)
            groups = try description.attributes.read(GroupAttribute.self)
        } catch {
            throw NegotiationError(error)
        }
        session = description.attributes
        var lines: [OfferedLine] = []
        for media in description.media {
            lines.append(try OfferedLine(media, session: session, allowing: allowed))
        }
        self.lines = lines
        bundle = groups.first { $0.semantics == "BUNDLE" }?.mids
        try Self.check(lines, bundle)
        transport = try Self.transport(lines, bundle, session)
    }

    /// The accepted m-lines' mids in the order of the group: what the answer's group says (RFC 8843 §7.3).
    var acceptedBundle: [String] {
        Self.acceptedBundle(lines, bundle)
    }

    private static func acceptedBundle(_ lines: [OfferedLine], _ bundle: [String]?) -> [String] {
        let accepted = lines.filter(\.isAccepted).compactMap(\.mid)
        var seen: Set<String> = []
        return (bundle ?? accepted).filter { accepted.contains($0) && seen.insert($0).inserted }
    }

    /// The transport is that of the first accepted m-line of the group; an m-line that is refused can still say what that one leaves out.
    private static func transport(
        _ lines: [OfferedLine], _ bundle: [String]?, _ session: AttributeList
    ) throws(NegotiationError) -> OfferedTransport {
        if let lite = session.first("ice-lite") { throw NegotiationError(line: lite.line, reason: .remoteIsLite) }
        let tagged = acceptedBundle(lines, bundle).first.flatMap { mid in lines.first { $0.mid == mid } }
        let offered = bundle?.first.flatMap { mid in lines.first { $0.mid == mid } } ?? lines.first
        guard let first = tagged ?? offered else { throw NegotiationError(line: 0, reason: .noMedia) }
        let levels = [first.media.attributes, session] + (offered.map { [$0.media.attributes] } ?? [])
        return try OfferedTransport(levels, line: first.media.line)
    }
}
