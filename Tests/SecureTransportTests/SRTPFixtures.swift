import Bytes
import SecureTransport

extension SRTPKeyMaterial {
    static func random(_ profile: SRTPProfile, using generator: inout SeededGenerator) -> SRTPKeyMaterial {
        let bytes = { (count: Int, generator: inout SeededGenerator) -> [UInt8] in
            (0..<count).map { _ in .random(in: 0...255, using: &generator) }
        }
        return SRTPKeyMaterial(
            profile: profile, localKey: bytes(profile.keyCount, &generator),
            localSalt: bytes(profile.saltCount, &generator), remoteKey: bytes(profile.keyCount, &generator),
            remoteSalt: bytes(profile.saltCount, &generator))
    }
}

/// A plain RTP packet whose header length and payload length are given by chance or by the test.
struct RTPFixture {
    var header: [UInt8]
    var payload: [UInt8]
    var bytes: [UInt8] { header + payload }

    /// With `words` 32-bit words in its header extension, or without extension when nil.
    init(ssrc: UInt32, sequence: UInt16, extensionWords words: Int? = nil, payload: [UInt8]) {
        header =
            [words == nil ? 0x80 : 0x90, 96] + Self.big(UInt32(sequence), 2) + Self.big(0x0102_0304, 4)
            + Self.big(ssrc, 4)
        if let words {
            header += [0xbe, 0xde] + Self.big(UInt32(words), 2) + [UInt8](repeating: 0x10, count: words * 4)
        }
        self.payload = payload
    }

    private static func big(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32(count - 1 - $0))) }
    }
}

/// A sender's report without blocks and as many bytes of SDES-like ballast behind.
func rtcpFixture(ssrc: UInt32, ballast: Int) -> [UInt8] {
    [0x80, 200, 0, 6] + (0..<4).map { UInt8(truncatingIfNeeded: ssrc >> (24 - 8 * $0)) }
        + (0..<ballast).map { UInt8(truncatingIfNeeded: $0) }
}

/// What a receiver made of a packet, with the plain bytes.
enum Opened: Equatable {
    case packet([UInt8], index: UInt64)
    case dropped(SRTPDropReason)

    init(_ opened: SRTPOpened, in buffer: [UInt8]) {
        switch opened {
        case .packet(let count, let index): self = .packet(Array(buffer[..<count]), index: index)
        case .dropped(let reason): self = .dropped(reason)
        }
    }
}

/// libsrtp2 with one direction's keys.
final class LibSRTPPeer {
    private var session: LibSRTPSession

    /// With the local keys of `keys` when it sends, with the remote keys when it receives.
    init(_ keys: SRTPKeyMaterial, receives: Bool) {
        let (key, salt) = receives ? (keys.remoteKey, keys.remoteSalt) : (keys.localKey, keys.localSalt)
        session = LibSRTPSession(profile: keys.profile, key: key, salt: salt, receives: receives)!
    }

    func protect(_ packet: [UInt8], control: Bool = false) -> [UInt8]? {
        var slot = packet + [UInt8](repeating: 0, count: 20)
        var span = slot.mutableSpan
        var bytes = span.mutableBytes
        let count =
            control
            ? session.protectRTCP(count: packet.count, in: &bytes) : session.protectRTP(count: packet.count, in: &bytes)
        return count == 0 ? nil : Array(slot[..<count])
    }

    func unprotect(_ packet: [UInt8], control: Bool = false) -> [UInt8]? {
        var buffer = packet
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        guard let count = try? control ? session.unprotectRTCP(&bytes) : session.unprotectRTP(&bytes) else {
            return nil
        }
        return Array(buffer[..<count])
    }
}

/// A sender and the receiver of its packets.
final class SRTPPair {
    var sender: SRTPSender
    var receiver: SRTPReceiver

    convenience init(_ profile: SRTPProfile) {
        var generator = SeededGenerator(seed: 11)
        self.init(.random(profile, using: &generator))
    }

    init(_ keys: SRTPKeyMaterial) {
        sender = SRTPSender(keys)
        receiver = SRTPReceiver(keys.reversed)
    }
}

extension SRTPPair {
    /// The protected packet, sealed from a payload that lies elsewhere; nil when nothing was sealed.
    func seal(_ packet: RTPFixture, index: UInt64) -> [UInt8]? {
        var slot = packet.header + [UInt8](repeating: 0, count: packet.payload.count + 32)
        var span = slot.mutableSpan
        var bytes = span.mutableBytes
        let count = sender.sealRTP(
            headerCount: packet.header.count, payload: packet.payload.span.bytes, index: index, slot: &bytes)
        return count == 0 ? nil : Array(slot[..<count])
    }

    func sealControl(_ packet: [UInt8]) -> [UInt8]? {
        var slot = packet + [UInt8](repeating: 0, count: SRTPSender.trailerRoom)
        var span = slot.mutableSpan
        var bytes = span.mutableBytes
        let count = sender.sealRTCP(count: packet.count, slot: &bytes)
        return count == 0 ? nil : Array(slot[..<count])
    }

    func open(_ packet: [UInt8], headerCount: Int = 12) -> Opened {
        var buffer = packet
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        let opened = receiver.openRTP(&bytes, headerCount: headerCount)
        return Opened(opened, in: buffer)
    }

    func openControl(_ packet: [UInt8]) -> Opened {
        var buffer = packet
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        let opened = receiver.openRTCP(&bytes)
        return Opened(opened, in: buffer)
    }
}
