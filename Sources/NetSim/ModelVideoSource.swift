import Bytes

/// An encoder as far as a relay can see it: VP8 frames of several packets, a key frame when asked (RFC 7741).
struct ModelVideoSource {
    static let clockRate: UInt32 = 90_000

    let ssrc: UInt32
    let rtxSSRC: UInt32
    var packetsPerFrame = 3
    var payloadBytes = 900
    private(set) var keyFramesSent = 0
    private(set) var keyFrameRequests = 0

    private var sequence: UInt16
    private var rtxSequence: UInt16 = 0
    private var timestamp: UInt32
    private var pictureID: UInt16
    private var tl0: UInt8
    private var mustSendKeyFrame = true
    private var sent: [UInt16: [UInt8]] = [:]

    init(ssrc: UInt32, rtxSSRC: UInt32, using generator: inout SeededGenerator) {
        self.ssrc = ssrc
        self.rtxSSRC = rtxSSRC
        sequence = UInt16.random(in: 0...UInt16.max, using: &generator)
        timestamp = UInt32.random(in: 0...UInt32.max, using: &generator)
        pictureID = UInt16.random(in: 0...0x7fff, using: &generator)
        tl0 = UInt8.random(in: 0...255, using: &generator)
    }

    mutating func requestKeyFrame() {
        keyFrameRequests += 1
        mustSendKeyFrame = true
    }

    /// RTP time of the next frame.
    var nextTimestamp: UInt32 { timestamp }

    /// The packets of the next frame in plaintext, a thirtieth of a second after the one before.
    mutating func nextFrame() -> [[UInt8]] {
        let isKeyFrame = mustSendKeyFrame
        if isKeyFrame { keyFramesSent += 1 }
        mustSendKeyFrame = false
        let packets = (0..<packetsPerFrame).map { packet($0, isKeyFrame: isKeyFrame) }
        timestamp &+= Self.clockRate / 30
        pictureID = (pictureID &+ 1) & 0x7fff
        tl0 &+= 1
        return packets
    }

    private mutating func packet(_ number: Int, isKeyFrame: Bool) -> [UInt8] {
        let isLast = number == packetsPerFrame - 1
        var packet = ModelRTP.header(
            payloadType: ModelRTP.vp8, marker: isLast, sequence: sequence, timestamp: timestamp, ssrc: ssrc)
        // X, S at the frame's start; I and L present.
        packet += [0x80 | (number == 0 ? 0x10 : 0), 0xc0, 0x80 | UInt8(pictureID >> 8), UInt8(pictureID & 0xff), tl0]
        // The payload header's lowest bit is 0 in key frames.
        packet += [isKeyFrame ? 0 : 1] + [UInt8](repeating: UInt8(truncatingIfNeeded: sequence), count: payloadBytes)
        sent[sequence] = packet
        sent[sequence &- 1000] = nil
        sequence &+= 1
        return packet
    }

    /// A retransmission of a packet that is still known (RFC 4588 §4).
    mutating func retransmission(of lost: UInt16) -> [UInt8]? {
        guard let packet = sent[lost] else { return nil }
        rtxSequence &+= 1
        let marker = packet[1] & 0x80 != 0
        let timestamp = packet[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let header = ModelRTP.header(
            payloadType: ModelRTP.vp8RTX, marker: marker, sequence: rtxSequence, timestamp: timestamp, ssrc: rtxSSRC)
        return header + [UInt8(lost >> 8), UInt8(lost & 0xff)] + packet[12...]
    }
}
