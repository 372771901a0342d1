import Bytes
import MediaParameters
import RTP
import SecureTransport

extension MediaEngine {
    /// Sends one packet to every slot that shows its encoding.
    mutating func forward(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, facts: PayloadFacts?, of encoding: Handle<Encoding>,
        now: MonotonicTime
    ) {
        let track = encodings[encoding].track
        let absSendTime = AbsoluteSendTime.value(at: now)
        for position in 0..<uplinks[track].subscribers.count {
            let slot = uplinks[track].subscribers[position]
            guard transports[slots[slot].transport].isConnected else { continue }
            forward(
                layout, packet, index: index, facts: facts, of: encoding, to: slot, absSendTime: absSendTime, now: now)
        }
    }

    @inline(__always)
    mutating func forward(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, facts: PayloadFacts?, of encoding: Handle<Encoding>,
        to slot: Handle<DownTrack>, absSendTime: UInt32, now: MonotonicTime
    ) {
        guard admits(slot, encoding, layout, index: index, facts: facts, now: now),
            let outgoing = slots[slot].rewriter.index(of: index)
        else { return }
        send(layout, packet, index: outgoing, facts: facts, on: slot, absSendTime: absSendTime, now: now)
    }

    /// Whether the slot takes packets of this encoding, switching to it when this packet allows it: audio at any packet, video at a key frame.
    private mutating func admits(
        _ slot: Handle<DownTrack>, _ encoding: Handle<Encoding>, _ layout: RTPLayout, index: UInt64,
        facts: PayloadFacts?,
        now: MonotonicTime
    ) -> Bool {
        guard slots[slot].current != encoding else { return maps(slot, encoding) }
        guard slots[slot].target == encoding, encodings[encoding].kind == .audio || facts?.startsKeyFrame == true,
            maps(slot, encoding)
        else { return false }
        slots[slot].current = encoding
        slots[slot].rewriter.switchSource(
            index: index, timestamp: layout.timestamp, facts: facts, clockRate: encodings[encoding].format.clockRate,
            now: now)
        return true
    }

    @inline(__always)
    private mutating func maps(_ slot: Handle<DownTrack>, _ encoding: Handle<Encoding>) -> Bool {
        let format = encodings[encoding].format
        return slots[slot].mapPayloadType(of: format)
    }

    private mutating func send(
        _ layout: RTPLayout, _ packet: RawSpan, index: UInt64, facts: PayloadFacts?, on slot: Handle<DownTrack>,
        absSendTime: UInt32, now: MonotonicTime
    ) {
        let handle = slots[slot].transport
        guard let destination = transports[handle].selected, var memory = sendQueue.nextSlot() else {
            return counters.drop(.sendQueueFull)
        }
        transports[handle].transportSequence &+= 1
        let timestamp = slots[slot].rewriter.timestamp(of: layout.timestamp)
        let fields = RTPFields(
            payloadType: slots[slot].payloadType, marker: layout.marker, sequence: UInt16(truncatingIfNeeded: index),
            timestamp: timestamp, ssrc: slots[slot].parameters.ssrc,
            transportSequence: transports[handle].transportSequence, absSendTime: absSendTime)
        let headerCount = slots[slot].writer.write(layout, of: packet, as: fields, into: &memory)
        guard headerCount > 0, let payload = payload(layout, packet, of: slot) else {
            return counters.drop(.sealFailed)
        }
        let count = seal(payload, headerCount: headerCount, index: index, facts: facts, on: slot, into: &memory)
        guard count > 0 else { return counters.drop(.sealFailed) }
        sendQueue.commit(count, to: destination, tail: &transports[handle].tail)
        transports[handle].statistics.bytesSent &+= UInt64(count)
        slots[slot].rewriter.sent(index: index, timestamp: timestamp, facts: facts, now: now)
        slots[slot].packetsSent &+= 1
        slots[slot].octetsSent &+= UInt32(truncatingIfNeeded: payload.byteCount)
        counters.packetsForwarded &+= 1
        counters.bytesForwarded &+= UInt64(count)
    }

    @inline(__always)
    @_lifetime(copy packet)
    private func payload(_ layout: RTPLayout, _ packet: RawSpan, of slot: Handle<DownTrack>) -> RawSpan? {
        let payload = layout.payload(of: packet)
        guard slots[slot].unwrapsRED, let payload else { return payload }
        guard let primary = REDPayload(payload)?.primary else { return nil }
        return payload.slice(at: primary.lowerBound, count: primary.count)
    }

    /// Encrypts from the publisher's plaintext straight into the slot; only a payload whose picture ids shift is copied first.
    @inline(__always)
    @_lifetime(memory: copy memory)
    private mutating func seal(
        _ payload: RawSpan, headerCount: Int, index: UInt64, facts: PayloadFacts?, on slot: Handle<DownTrack>,
        into memory: inout MutableRawSpan
    ) -> Int {
        let handle = slots[slot].transport
        guard let facts, slots[slot].rewriter.patchesPictureID else {
            return transports[handle].sender?.sealRTP(
                headerCount: headerCount, payload: payload, index: index, slot: &memory) ?? 0
        }
        guard memory.copy(payload, at: headerCount) else { return 0 }
        slots[slot].rewriter.patch(facts, in: &memory, payloadOffset: headerCount)
        return transports[handle].sender?.sealRTP(
            headerCount: headerCount, payloadCount: payload.byteCount, index: index, slot: &memory) ?? 0
    }
}
