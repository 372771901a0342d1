import Bytes
import Congestion
import ICELite
import MediaParameters
import RTP
import SecureTransport

extension MediaEngine {
    /// Timers are looked at this often: fine enough for retransmission requests, coarse enough to cost nothing.
    static var tick: TimeSpan { .milliseconds(10) }
    /// A turn that comes anyway so shortly before the next look does it as well, which saves a turn of its own.
    static var tickLead: TimeSpan { .microseconds(2_500) }
    static var feedbackInterval: TimeSpan { .milliseconds(50) }
    /// Consent lasts 30 s, so a fraction of a second is near enough.
    static var consentInterval: TimeSpan { .milliseconds(250) }
    static var reportInterval: TimeSpan { .milliseconds(1_000) }

    /// Does what is due: handshake retransmissions, consent, NACKs, feedback and reports.
    package mutating func advance(to now: MonotonicTime) {
        endRun(now: now)
        guard now + Self.tickLead >= nextTick, transports.count > 0 else { return }
        nextTick = now + Self.tick
        for index in 0..<transports.indexEnd {
            guard let handle = transports.handle(at: index) else { continue }
            advance(handle, to: now)
        }
    }

    /// Forwards what still waits, and gives out seats where something has changed. To be called once a turn, after everything else.
    package mutating func settle(now: MonotonicTime) {
        endRun(now: now)
        for index in 0..<rooms.indexEnd {
            guard let room = rooms.handle(at: index), rooms[room].needsSeating else { continue }
            rooms[room].needsSeating = false
            seat(room, now: now)
        }
    }

    private mutating func advance(_ handle: Handle<Transport>, to now: MonotonicTime) {
        advanceHandshake(handle, to: now)
        guard transports.contains(handle) else { return }
        checkConsent(handle, now: now)
        guard transports[handle].isConnected else { return }
        sendNacks(handle, now: now)
        if now >= transports[handle].nextFeedback { sendTransportFeedback(handle, now: now) }
        requestKeyFrames(of: handle, now: now)
        if now >= transports[handle].nextReport {
            transports[handle].nextReport = now + Self.reportInterval
            sendReports(handle, now: now)
            chooseLayers(handle)
        }
    }

    private mutating func advanceHandshake(_ handle: Handle<Transport>, to now: MonotonicTime) {
        guard transports[handle].sender == nil else { return }
        if let deadline = transports[handle].dtls?.deadline, now >= deadline {
            transports[handle].dtls?.advance(to: now)
            pumpHandshake(of: handle, now: now)
        }
        guard transports.contains(handle), now - transports[handle].createdAt > configuration.setupTime else { return }
        close(handle, because: .setupTimeout)
    }

    private mutating func checkConsent(_ handle: Handle<Transport>, now: MonotonicTime) {
        guard now >= transports[handle].nextConsentCheck else { return }
        transports[handle].nextConsentCheck = now + Self.consentInterval
        guard transports[handle].selected != nil, let expires = transports[handle].ice?.consentExpires, now >= expires
        else {
            return
        }
        transports[handle].selected = nil
        transports[handle].isDisconnected = true
        emit(.disconnected, for: handle)
    }

    // MARK: Towards publishers

    private mutating func sendNacks(_ handle: Handle<Transport>, now: MonotonicTime) {
        for track in transports[handle].uplinks {
            for encoding in uplinks[track].encodings { sendNacks(of: encoding, to: handle, now: now) }
        }
    }

    private mutating func sendNacks(of encoding: Handle<Encoding>, to handle: Handle<Transport>, now: MonotonicTime) {
        guard let ssrc = encodings[encoding].ssrc, encodings[encoding].nack.hasMissing else { return }
        let jitter = encodings[encoding].statistics.jitter
        let due = encodings[encoding].nack.due(now: now, roundTrip: .milliseconds(100), jitter: jitter)
        guard due.count > 0 else { return }
        counters.nacksSent &+= UInt64(due.count)
        let reporter = transports[handle].reporterSSRC
        sendRTCP(to: handle) { writer in
            writer.writeNack(senderSSRC: reporter, mediaSSRC: ssrc, sequences: due.span)
        }
    }

    private mutating func sendTransportFeedback(_ handle: Handle<Transport>, now: MonotonicTime) {
        transports[handle].nextFeedback = now + Self.feedbackInterval
        guard transports[handle].receivedSinceFeedback else { return }
        transports[handle].receivedSinceFeedback = false
        let reporter = transports[handle].reporterSSRC
        let media = transports[handle].feedbackSSRC
        var recorder = transports[handle].recorder
        sendRTCP(to: handle) { writer in
            _ = recorder.writeFeedback(senderSSRC: reporter, mediaSSRC: media, into: &writer)
        }
        transports[handle].recorder = recorder
    }
}
