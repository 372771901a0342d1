import Bytes
import SecureTransport
import Testing

/// Two independent implementations of each profile must agree on every byte.
@Suite struct SRTPDifferentialTests {
    @Test(arguments: SRTPProfile.allCases, [UInt64(1), 2, 3])
    func ourPacketsAreThoseOfLibSRTP(profile: SRTPProfile, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let keys = SRTPKeyMaterial.random(profile, using: &generator)
        let pair = SRTPPair(keys)
        let sender = LibSRTPPeer(keys, receives: false)
        let receiver = LibSRTPPeer(keys.reversed, receives: true)
        var index = UInt64.random(in: 1..<0x7000, using: &generator)
        while index < 0x30000 {
            let packet = Self.packet(index, using: &generator)
            let sealed = pair.seal(packet, index: index)
            #expect(sealed == sender.protect(packet.bytes), "seed \(seed) index \(index)")
            #expect(receiver.unprotect(sealed ?? []) == packet.bytes)
            index += UInt64.random(in: 1...1500, using: &generator)
        }
    }

    @Test(arguments: SRTPProfile.allCases, [UInt64(4), 5])
    func packetsOfLibSRTPAreOpened(profile: SRTPProfile, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let keys = SRTPKeyMaterial.random(profile, using: &generator)
        let pair = SRTPPair(keys)
        let sender = LibSRTPPeer(keys, receives: false)
        var index = UInt64.random(in: 1..<0x7000, using: &generator)
        while index < 0x30000 {
            let packet = Self.packet(index, using: &generator)
            let sealed = try #require(sender.protect(packet.bytes))
            #expect(pair.open(sealed, headerCount: packet.header.count) == .packet(packet.bytes, index: index))
            index += UInt64.random(in: 1...1500, using: &generator)
        }
    }

    @Test(arguments: SRTPProfile.allCases)
    func controlPacketsAgreeInBothDirections(profile: SRTPProfile) throws {
        var generator = SeededGenerator(seed: 6)
        let keys = SRTPKeyMaterial.random(profile, using: &generator)
        let pair = SRTPPair(keys)
        let sender = LibSRTPPeer(keys, receives: false)
        let receiver = LibSRTPPeer(keys.reversed, receives: true)
        for ballast in 0..<200 {
            let packet = rtcpFixture(ssrc: UInt32(1 + ballast % 7), ballast: ballast)
            let sealed = try #require(pair.sealControl(packet))
            #expect(sealed.count == packet.count + profile.controlTagCount)
            #expect(receiver.unprotect(sealed, control: true) == packet)
            let theirs = try #require(sender.protect(packet, control: true))
            // libsrtp2 counts per source, from 1.
            #expect(pair.openControl(theirs) == .packet(packet, index: UInt64(1 + ballast / 7)))
        }
    }

    @Test(arguments: SRTPProfile.allCases)
    func sealingInPlaceGivesTheSamePacket(profile: SRTPProfile) {
        let pair = SRTPPair(profile)
        for size in [0, 1, 15, 16, 17, 1100] {
            let packet = RTPFixture(ssrc: 9, sequence: 5, payload: [UInt8](repeating: 3, count: size))
            var slot = packet.bytes + [UInt8](repeating: 0, count: 16)
            var span = slot.mutableSpan
            var bytes = span.mutableBytes
            let count = pair.sender.sealRTP(headerCount: 12, payloadCount: size, index: 5, slot: &bytes)
            #expect(Array(slot[..<count]) == pair.seal(packet, index: 5))
        }
    }

    private static func packet(_ index: UInt64, using generator: inout SeededGenerator) -> RTPFixture {
        let words: Int? = Bool.random(using: &generator) ? .random(in: 0...8, using: &generator) : nil
        let count = Int.random(in: 0...1300, using: &generator)
        let payload = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return RTPFixture(
            ssrc: 0xdead_beef, sequence: UInt16(truncatingIfNeeded: index), extensionWords: words, payload: payload)
    }
}
