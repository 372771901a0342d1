import Bytes
import MediaParameters
import RTP
import SecureTransport

extension MediaEngine {
    /// Answers a receiver's NACK from the publisher's history, as RTX (RFC 4588).
    ///
    /// Without RTX nothing is sent again: the same SRTP index with another transport-wide sequence number in the header would use a GCM nonce twice
    /// (RFC 7714 §8.4).
    mutating func retransmit(_ sequence: UInt16, on slot: Handle<DownTrack>, now: MonotonicTime) {
        guard let encoding = slots[slot].current, slots[slot].parameters.rtxSSRC != nil,
            slots[slot].rtxPayloadType != 0,
            let index = slots[slot].rewriter.sourceIndex(ofOutgoing: sequence)
        else { return counters.drop(.notInHistory) }
        guard let layout = encodings[encoding].history?.layout(of: index),
            let packet = encodings[encoding].history?.bytes(of: index), let payload = layout.payload(of: packet)
        else { return counters.drop(.notInHistory) }
        guard slots[slot].budget.take(at: now) else { return counters.drop(.retransmissionBudget) }
        let facts = PayloadFacts(codec: encodings[encoding].format.codec, payload: payload, dependencyDescriptor: nil)
        sendRetransmission(of: layout, packet, payload, sequence: sequence, facts: facts, on: slot, now: now)
    }

    private mutating func sendRetransmission(
        of layout: RTPLayout, _ packet: RawSpan, _ payload: RawSpan, sequence: UInt16, facts: PayloadFacts?,
        on slot: Handle<DownTrack>, now: MonotonicTime
    ) {
        let handle = slots[slot].transport
        guard let destination = transports[handle].selected, var memory = sendQueue.nextSlot() else {
            return counters.drop(.sendQueueFull)
        }
        slots[slot].rtxIndex &+= 1
        transports[handle].transportSequence &+= 1
        let sequenceNumbers = (rtx: slots[slot].rtxIndex, transport: transports[handle].transportSequence)
        let fields = retransmissionFields(layout, slot, sequenceNumbers.transport, now: now)
        let headerCount = slots[slot].writer.write(layout, of: packet, as: fields, into: &memory)
        guard headerCount > 0, memory.store(sequence, at: headerCount), memory.copy(payload, at: headerCount + 2) else {
            return counters.drop(.sealFailed)
        }
        if let facts, slots[slot].rewriter.patchesPictureID {
            slots[slot].rewriter.patch(facts, in: &memory, payloadOffset: headerCount + 2)
        }
        let sealed = transports[handle].sender?.sealRTP(
            headerCount: headerCount, payloadCount: payload.byteCount + 2, index: sequenceNumbers.rtx, slot: &memory)
        guard let sealed, sealed > 0 else { return counters.drop(.sealFailed) }
        sendQueue.commit(sealed, to: destination, tail: &transports[handle].tail)
        transports[handle].statistics.bytesSent &+= UInt64(sealed)
        counters.packetsRetransmitted &+= 1
    }

    private func retransmissionFields(
        _ layout: RTPLayout, _ slot: Handle<DownTrack>, _ transportSequence: UInt16, now: MonotonicTime
    ) -> RTPFields {
        RTPFields(
            payloadType: slots[slot].rtxPayloadType, marker: layout.marker,
            sequence: UInt16(truncatingIfNeeded: slots[slot].rtxIndex),
            timestamp: slots[slot].rewriter.timestamp(of: layout.timestamp),
            ssrc: slots[slot].parameters.rtxSSRC ?? 0,
            transportSequence: transportSequence,
            absSendTime: AbsoluteSendTime.value(at: now))
    }
}
