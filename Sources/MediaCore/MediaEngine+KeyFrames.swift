import Bytes
import MediaParameters
import RTP

extension MediaEngine {
    /// A receiver cannot decode: it has just connected, or says so.
    mutating func wantKeyFrames(for handle: Handle<Transport>) {
        for slot in transports[handle].slots { wantKeyFrame(for: slot) }
    }

    mutating func wantKeyFrame(for slot: Handle<DownTrack>) {
        guard slots[slot].parameters.kind == .video, let encoding = slots[slot].target ?? slots[slot].current else {
            return
        }
        // Never before this receiver's keys are up: the frame would be lost on it (DESIGN §6).
        guard transports[slots[slot].transport].isConnected else { return }
        encodings[encoding].keyFrames.want()
    }

    /// Asks every publisher of the room who is waited for.
    mutating func requestKeyFrames(inRoomOf handle: Handle<Transport>, now: MonotonicTime) {
        let room = transports[handle].room
        for publisher in rooms[room].transports { requestKeyFrames(of: publisher, now: now) }
    }

    mutating func requestKeyFrames(of publisher: Handle<Transport>, now: MonotonicTime) {
        for track in transports[publisher].uplinks where uplinks[track].kind == .video {
            for encoding in uplinks[track].encodings { requestKeyFrame(of: encoding, now: now) }
        }
    }

    /// One request for all who wait, at most one each window.
    mutating func requestKeyFrame(of encoding: Handle<Encoding>, now: MonotonicTime) {
        let publisher = encodings[encoding].transport
        guard encodings[encoding].keyFrames.isWanted, transports[publisher].isConnected,
            let ssrc = encodings[encoding].ssrc
        else { return }
        guard isAwaited(encoding) else { return encodings[encoding].keyFrames.cancel() }
        // What has never sent begins with a key frame anyway.
        guard encodings[encoding].format.payloadType != SourceFormat.none else { return }
        guard encodings[encoding].keyFrames.takeRequest(now: now) else { return }
        counters.keyFrameRequestsSent &+= 1
        let reporter = transports[publisher].reporterSSRC
        let usesFIR = encodings[encoding].feedback.isDisjoint(with: .pli) && encodings[encoding].feedback.contains(.fir)
        encodings[encoding].firSequence &+= usesFIR ? 1 : 0
        let command = encodings[encoding].firSequence
        sendRTCP(to: publisher) { writer in
            if usesFIR {
                writer.writeFullIntraRequest(senderSSRC: reporter, mediaSSRC: ssrc, sequence: command)
            } else {
                writer.writePictureLoss(senderSSRC: reporter, mediaSSRC: ssrc)
            }
        }
    }

    /// Whether any connected receiver shows this encoding or waits for it.
    private func isAwaited(_ encoding: Handle<Encoding>) -> Bool {
        uplinks[encodings[encoding].track].subscribers.contains { slot in
            (slots[slot].target == encoding || slots[slot].current == encoding)
                && transports[slots[slot].transport].isConnected
        }
    }
}
