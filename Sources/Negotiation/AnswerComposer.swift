import MediaParameters
import SDP

/// Writes the answer to an offer: its m-lines in their order (RFC 3264 §6), each accepted one with the server's transport.
struct AnswerComposer {
    let offer: Offer
    let plan: MediaPlan
    let local: LocalTransport
    let origin: Origin

    var description: SessionDescription {
        SessionDescription(origin: origin, attributes: session, media: offer.lines.map(section))
    }

    private var session: AttributeList {
        var attributes = AttributeList([Attribute("ice-lite")])
        // RFC 8843 §7.3: no group is answered that was not offered.
        if offer.bundle != nil { attributes.append(GroupAttribute(semantics: "BUNDLE", mids: offer.acceptedBundle)) }
        if offer.session.contains("extmap-allow-mixed") { attributes.append("extmap-allow-mixed") }
        attributes.append("msid-semantic", " WMS *")
        return attributes
    }

    private func section(_ line: OfferedLine) -> MediaDescription {
        guard line.isAccepted else { return refusal(of: line) }
        var attributes = transport(of: line)
        appendExtensions(of: line, &attributes)
        attributes.append(line.direction.reversed.rawValue)
        attributes.append("rtcp-mux")
        if line.media.attributes.contains("rtcp-rsize") { attributes.append("rtcp-rsize") }
        appendFormats(of: line, &attributes)
        appendSimulcast(of: line, &attributes)
        if let slot = plan.slots.first(where: { $0.mid == line.mid }) { append(slot, &attributes) }
        return MediaDescription(
            media: line.media.media, port: 9, transport: line.media.transport,
            formats: line.formats.payloadTypes.map(String.init), connection: "IN IP4 0.0.0.0", attributes: attributes)
    }

    /// RFC 3264 §6: port 0, and formats only because the grammar wants one. Of the transport nothing is used, but some clients read it
    /// before they look at the port.
    private func refusal(of line: OfferedLine) -> MediaDescription {
        var attributes = line.isStopped ? AttributeList() : transport(of: line)
        if line.isStopped, let mid = line.mid { attributes.append("mid", mid) }
        attributes.append("inactive")
        return MediaDescription(
            media: line.media.media, port: 0, transport: line.media.transport, formats: line.media.formats,
            connection: "IN IP4 0.0.0.0", attributes: attributes)
    }

    private func transport(of line: OfferedLine) -> AttributeList {
        var attributes = AttributeList()
        // The group's first m-line would do (RFC 8843 §10), but aiortc takes the candidates of the last one that shares a transport.
        if let mid = line.mid, offer.acceptedBundle.contains(mid) { attributes.append(local.candidates) }
        attributes.append(plan.localICE)
        attributes.append(
            FingerprintAttribute(hash: local.fingerprint.algorithm.rawValue, bytes: local.fingerprint.bytes))
        attributes.append(plan.dtls.role == .server ? SetupAttribute.passive : .active)
        if let mid = line.mid { attributes.append("mid", mid) }
        return attributes
    }
}
