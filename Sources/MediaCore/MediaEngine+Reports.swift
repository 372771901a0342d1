import Bytes
import Congestion
import MediaParameters
import RTP

extension MediaEngine {
    /// Sender reports for the slots that are in use, a receiver report for what the client sends, and REMB (RFC 3550 §6.4).
    mutating func sendReports(_ handle: Handle<Transport>, now: MonotonicTime) {
        for slot in transports[handle].slots where slots[slot].current != nil { sendSenderReport(slot, now: now) }
        sendReceiverReports(handle, now: now)
    }

    /// The publisher's clock with the slot's timestamps: a member's audio and video stay in lip sync because both come from one clock.
    private mutating func sendSenderReport(_ slot: Handle<DownTrack>, now: MonotonicTime) {
        guard let encoding = slots[slot].current, slots[slot].packetsSent > 0,
            let report = encodings[encoding].report(at: now)
        else { return }
        let cname = slots[slot].parameters.cname
        let own = RTCPSenderReport(
            ssrc: slots[slot].parameters.ssrc, ntp: report.ntp,
            rtpTimestamp: slots[slot].rewriter.timestamp(of: report.rtp),
            packetCount: slots[slot].packetsSent, octetCount: slots[slot].octetsSent)
        slots[slot].lastReport = own.compactNTP
        slots[slot].lastReportAt = now
        sendRTCP(to: slots[slot].transport) { writer in
            writer.writeSenderReport(own, blocks: Span())
            writer.writeSourceDescription(ssrc: own.ssrc, cname: cname)
        }
    }

    private mutating func sendReceiverReports(_ handle: Handle<Transport>, now: MonotonicTime) {
        var blocks: [RTCPReportBlock] = []
        var media: [UInt32] = []
        for track in transports[handle].uplinks {
            for encoding in uplinks[track].encodings {
                guard let ssrc = encodings[encoding].ssrc, encodings[encoding].format.payloadType != SourceFormat.none
                else {
                    continue
                }
                let block = encodings[encoding].statistics.reportBlock(ssrc: ssrc, now: now)
                blocks.append(block)
                let interval = encodings[encoding].statistics.lastInterval
                transports[handle].statistics.packetsExpected &+= interval.expected
                transports[handle].statistics.packetsLost &+= interval.lost
                guard takesLimit(encoding) else { continue }
                media.append(ssrc)
                transports[handle].estimator.lost(fraction: block.fractionLost, now: now)
            }
        }
        guard !blocks.isEmpty else { return }
        let reporter = transports[handle].reporterSSRC
        let bitrate = transports[handle].estimator.bitrate(now: now)
        sendRTCP(to: handle) { writer in
            writer.writeReceiverReport(ssrc: reporter, blocks: blocks.span)
            if !media.isEmpty {
                writer.writeBandwidthLimit(senderSSRC: reporter, bitrate: bitrate, ssrcs: media.span)
            }
        }
    }

    /// A publisher with transport-wide feedback estimates for itself, and libwebrtc would take REMB as a ceiling over its own estimate.
    private func takesLimit(_ encoding: Handle<Encoding>) -> Bool {
        encodings[encoding].feedback.contains(.remb) && !encodings[encoding].feedback.contains(.transportCC)
    }
}
