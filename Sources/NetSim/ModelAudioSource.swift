import Bytes

/// A microphone: 50 packets a second with their level (RFC 6464).
struct ModelAudioSource {
    static let levelID: UInt8 = 1

    let ssrc: UInt32
    private var sequence: UInt16
    private var timestamp: UInt32

    init(ssrc: UInt32, using generator: inout SeededGenerator) {
        self.ssrc = ssrc
        sequence = UInt16.random(in: 0...UInt16.max, using: &generator)
        timestamp = UInt32.random(in: 0...UInt32.max, using: &generator)
    }

    mutating func nextPacket(level: UInt8) -> [UInt8] {
        var packet = ModelRTP.header(
            payloadType: ModelRTP.opus, marker: false, sequence: sequence, timestamp: timestamp, ssrc: ssrc)
        packet[0] |= 0x10
        packet += [0xbe, 0xde, 0, 1, Self.levelID << 4, level, 0, 0]
        packet += [UInt8](repeating: 0x5a, count: 80)
        sequence &+= 1
        timestamp &+= 960
        return packet
    }
}
