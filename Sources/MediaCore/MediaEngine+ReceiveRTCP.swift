import Bytes
import Congestion
import MediaParameters
import RTP
import SecureTransport

extension MediaEngine {
    mutating func receiveRTCP(_ datagram: inout MutableRawSpan, of handle: Handle<Transport>, now: MonotonicTime) {
        guard let opened = transports[handle].receiver?.openRTCP(&datagram) else { return counters.drop(.noKeys) }
        switch opened {
        case .packet(let count, _):
            guard let compound = datagram.bytes.slice(at: 0, count: count) else { return counters.drop(.tooShort) }
            transports[handle].statistics.bytesReceived &+= UInt64(datagram.byteCount)
            readCompound(compound, of: handle, now: now)
        case .dropped(let reason):
            counters.drop(DropReason(reason))
        }
    }

    private mutating func readCompound(_ compound: RawSpan, of handle: Handle<Transport>, now: MonotonicTime) {
        var reader = RTCPReader(compound)
        var isEmpty = true
        while let packet = reader.next() {
            isEmpty = false
            read(packet, of: handle, now: now)
        }
        if isEmpty { counters.drop(.malformedRTCP) }
    }

    private mutating func read(_ packet: RTCPPacket, of handle: Handle<Transport>, now: MonotonicTime) {
        switch packet.kind {
        case .senderReport: readSenderReport(packet, of: handle, now: now)
        case .receiverReport: readReportBlocks(packet, of: handle, now: now)
        case .bye: readBye(packet, of: handle)
        case .nack: readNack(packet, of: handle, now: now)
        case .pli: readKeyFrameRequest(packet.mediaSSRC, of: handle, now: now)
        case .fir: readFIR(packet, of: handle, now: now)
        default: break
        }
    }

    // MARK: From publishers

    private mutating func readSenderReport(_ packet: RTCPPacket, of handle: Handle<Transport>, now: MonotonicTime) {
        guard let report = packet.senderReport else { return counters.drop(.malformedRTCP) }
        if let route = transports[handle].routes.route(of: report.ssrc), !route.isRTX {
            encodings[route.encoding].reportedNTP = report.ntp
            encodings[route.encoding].reportedRTP = report.rtpTimestamp
            encodings[route.encoding].reportedAt = now
            encodings[route.encoding].statistics.senderReport(ntp: report.ntp, at: now)
        }
        readReportBlocks(packet, of: handle, now: now)
    }

    /// The stream is over: its numbers start anew if it comes back (RFC 3550 §6.6).
    private mutating func readBye(_ packet: RTCPPacket, of handle: Handle<Transport>) {
        var index = 0
        while let ssrc = packet.byeSSRC(at: index) {
            index += 1
            guard let route = transports[handle].routes.route(of: ssrc), !route.isRTX else { continue }
            encodings[route.encoding].restart()
        }
    }

    // MARK: From receivers

    private func slot(of ssrc: UInt32, _ handle: Handle<Transport>) -> Handle<DownTrack>? {
        transports[handle].slots.first { slots[$0].parameters.ssrc == ssrc }
    }

    private mutating func readReportBlocks(_ packet: RTCPPacket, of handle: Handle<Transport>, now: MonotonicTime) {
        for index in 0..<packet.reportBlockCount {
            guard let block = packet.reportBlock(at: index), let slot = slot(of: block.ssrc, handle) else { continue }
            slots[slot].fractionLost = block.fractionLost
            countReported(block, by: slot, of: handle)
            guard block.lastSenderReport == slots[slot].lastReport else { continue }
            // Reports carry the publisher's clock, which is another after a switch: it goes on from the report itself.
            let elapsed = NTPTime.compact(NTPTime.units(of: (now - slots[slot].lastReportAt).nanoseconds))
            guard let trip = block.roundTrip(at: slots[slot].lastReport &+ elapsed) else { continue }
            slots[slot].roundTrip = TimeSpan(nanoseconds: Int64(trip) &* 1_000_000_000 / 65_536)
            transports[handle].statistics.roundTrip = slots[slot].roundTrip
        }
    }

    /// Adds what a client says to have lost since its report before. A client can say anything: more than was expected does not count, nor does a leap.
    private mutating func countReported(
        _ block: RTCPReportBlock, by slot: Handle<DownTrack>, of handle: Handle<Transport>
    ) {
        let before = slots[slot].reported
        slots[slot].reported = (block.highestSequence, block.cumulativeLost)
        guard let before else { return }
        let expected = Int64(block.highestSequence &- before.highest)
        guard (1...Self.largestReport).contains(expected) else { return }
        let lost = Int64(block.cumulativeLost) - Int64(before.lost)
        transports[handle].statistics.reportedExpected &+= expected
        transports[handle].statistics.reportedLost &+= min(max(lost, -expected), expected)
    }

    /// Packets between two reports of one stream, beyond which its numbers have begun anew.
    private static var largestReport: Int64 { 1 << 20 }

    private mutating func readNack(_ packet: RTCPPacket, of handle: Handle<Transport>, now: MonotonicTime) {
        guard let slot = packet.mediaSSRC.flatMap({ slot(of: $0, handle) }) else { return }
        var lost = packet.lostSequences
        while let sequence = lost.next() { retransmit(sequence, on: slot, now: now) }
    }

    private mutating func readFIR(_ packet: RTCPPacket, of handle: Handle<Transport>, now: MonotonicTime) {
        var index = 0
        while let request = packet.fullIntraRequest(at: index) {
            index += 1
            readKeyFrameRequest(request.ssrc, of: handle, now: now)
        }
    }

    private mutating func readKeyFrameRequest(_ ssrc: UInt32?, of handle: Handle<Transport>, now: MonotonicTime) {
        guard let slot = ssrc.flatMap({ slot(of: $0, handle) }),
            let encoding = slots[slot].target ?? slots[slot].current
        else { return }
        wantKeyFrame(for: slot)
        requestKeyFrame(of: encoding, now: now)
    }
}
