import Bytes
import Congestion
import MediaParameters
import RTP

extension MediaEngine {
    /// One authentic packet of a publisher: counted, remembered, forwarded.
    mutating func accept(_ packet: RawSpan, index: UInt64, from handle: Handle<Transport>, now: MonotonicTime) {
        guard let layout = RTPLayout(packet, extensions: transports[handle].uplinkExtensions) else {
            return counters.drop(.malformedRTP)
        }
        counters.packetsReceived &+= 1
        recordArrival(layout, packet, of: handle, now: now)
        let known = transports[handle].routes.route(of: layout.ssrc)
        // A stream that begins may take the place of the one whose packets wait.
        if known == nil { endRun(now: now) }
        guard let route = known ?? bind(layout, packet, of: handle) else { return counters.drop(.unknownSource) }
        if route.isRTX {
            acceptRetransmission(layout, packet, of: route.encoding, now: now)
        } else {
            accept(layout, packet, index: index, of: route.encoding, isRecovered: false, now: now)
        }
    }

    private mutating func recordArrival(
        _ layout: RTPLayout, _ packet: RawSpan, of handle: Handle<Transport>, now: MonotonicTime
    ) {
        guard let sequence = layout.value(of: .transportCC, in: packet)?.uint16(at: 0) else {
            return estimateArrival(layout, packet, of: handle, now: now)
        }
        transports[handle].recorder.record(sequence, at: now)
        transports[handle].feedbackSSRC = layout.ssrc
        transports[handle].receivedSinceFeedback = true
    }

    /// For REMB, which only streams without transport-wide feedback get.
    private mutating func estimateArrival(
        _ layout: RTPLayout, _ packet: RawSpan, of handle: Handle<Transport>, now: MonotonicTime
    ) {
        if let sent = layout.value(of: .absSendTime, in: packet)?.uint24(at: 0) {
            transports[handle].estimator.received(bytes: packet.byteCount, absSendTime: sent, at: now)
        } else {
            transports[handle].estimator.received(bytes: packet.byteCount, at: now)
        }
    }

    /// Restores the packet that a retransmission repairs (RFC 4588 §4): only numbers change, no byte moves.
    private mutating func acceptRetransmission(
        _ layout: RTPLayout, _ packet: RawSpan, of encoding: Handle<Encoding>, now: MonotonicTime
    ) {
        // Padding alone is a bandwidth probe.
        guard layout.payloadCount > 2, let ssrc = encodings[encoding].ssrc else { return }
        let track = encodings[encoding].track
        guard let codec = uplinks[track].codecs.first(where: { $0.rtxPayloadType == layout.payloadType }),
            let original = layout.restoringOriginal(payloadType: codec.payloadType, ssrc: ssrc, in: packet)
        else { return counters.drop(.malformedRTP) }
        let index = encodings[encoding].sequence.index(of: original.sequence)
        guard encodings[encoding].history?.contains(index) != true else { return }
        counters.packetsRecovered &+= 1
        accept(original, packet, index: index, of: encoding, isRecovered: true, now: now)
    }

    private mutating func accept(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, of encoding: Handle<Encoding>, isRecovered: Bool,
        now: MonotonicTime
    ) {
        endRun(unlessContinuedBy: index, of: encoding, now: now)
        guard adoptPayloadType(layout.payloadType, of: encoding, now: now) else {
            return counters.drop(.unknownPayloadType)
        }
        note(layout, packet, index: index, of: encoding, isRecovered: isRecovered, now: now)
        switch encodings[encoding].kind {
        case .audio: acceptAudio(layout, packet, index: index, of: encoding, now: now)
        case .video: acceptVideo(layout, packet, index: index, of: encoding, now: now)
        }
    }

    /// A stream may change its codec at any packet; each change is looked up once.
    private mutating func adoptPayloadType(
        _ payloadType: UInt8, of encoding: Handle<Encoding>, now: MonotonicTime
    ) -> Bool {
        if encodings[encoding].format.payloadType == payloadType { return true }
        let track = encodings[encoding].track
        guard let codec = uplinks[track].codecs.first(where: { $0.payloadType == payloadType }) else { return false }
        // What waits is of the codec before.
        endRun(now: now)
        if encodings[encoding].format.clockRate != codec.clockRate {
            encodings[encoding].statistics = ReceptionStatistics(clockRate: codec.clockRate)
        }
        encodings[encoding].format = SourceFormat(
            payloadType: payloadType, codec: codec.codec, clockRate: codec.clockRate, profile: codec.profile)
        encodings[encoding].feedback = codec.feedback
        return true
    }

    private mutating func note(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, of encoding: Handle<Encoding>, isRecovered: Bool,
        now: MonotonicTime
    ) {
        encodings[encoding].sequence.advance(to: index)
        encodings[encoding].rate.add(bytes: packet.byteCount, at: now)
        if !isRecovered {
            encodings[encoding].statistics.received(index: index, timestamp: layout.timestamp, at: now)
        }
        guard encodings[encoding].feedback.contains(.nack) else { return }
        encodings[encoding].nack.received(index, at: now)
        if encodings[encoding].history == nil { makeHistory(of: encoding) }
        encodings[encoding].history?.store(packet, layout: layout, index: index)
    }

    private mutating func makeHistory(of encoding: Handle<Encoding>) {
        let isVideo = encodings[encoding].kind == .video
        encodings[encoding].history = PacketHistory(
            capacity: isVideo ? configuration.videoHistory : configuration.audioHistory)
    }

    private mutating func acceptAudio(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, of encoding: Handle<Encoding>, now: MonotonicTime
    ) {
        let track = encodings[encoding].track
        // Who has said to be muted does not take a seat by noise.
        if !uplinks[track].muted, let level = layout.value(of: .audioLevel, in: packet)?.uint8(at: 0) {
            if uplinks[track].speech.hear(level: level, now: now) { reseatAfterSpeech(of: track) }
        }
        forward(layout, packet, index: index, facts: nil, of: encoding, now: now)
    }

    private mutating func acceptVideo(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, of encoding: Handle<Encoding>, now: MonotonicTime
    ) {
        guard let payload = layout.payload(of: packet) else { return counters.drop(.malformedPayload) }
        let descriptor = layout.value(of: .dependencyDescriptor, in: packet)
        let facts = PayloadFacts(
            codec: encodings[encoding].format.codec, payload: payload, dependencyDescriptor: descriptor)
        guard facts != nil || payload.byteCount == 0 else { return counters.drop(.malformedPayload) }
        if facts?.startsKeyFrame == true { encodings[encoding].keyFrames.keyFrameArrived() }
        forwardInRun(layout, packet, index: index, facts: facts, of: encoding, now: now)
        if encodings[encoding].keyFrames.isWanted { requestKeyFrame(of: encoding, now: now) }
    }

    private mutating func reseatAfterSpeech(of track: Handle<UpTrack>) {
        let room = transports[uplinks[track].transport].room
        rooms[room].needsSeating = true
    }
}
