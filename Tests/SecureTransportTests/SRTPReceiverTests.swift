import Bytes
import SecureTransport
import Testing

/// What an attacker or a bad network may do to packets on their way in.
@Suite struct SRTPReceiverTests {
    private static func packet(_ index: UInt64, ssrc: UInt32 = 7) -> RTPFixture {
        RTPFixture(ssrc: ssrc, sequence: UInt16(truncatingIfNeeded: index), payload: [1, 2, 3, 4])
    }

    @Test(arguments: SRTPProfile.allCases)
    func oneFlippedBitAnywhereIsRefused(profile: SRTPProfile) throws {
        let pair = SRTPPair(profile)
        let sealed = try #require(pair.seal(Self.packet(100), index: 100))
        for place in sealed.indices where !(2...3).contains(place) && !(8...11).contains(place) && place != 0 {
            var changed = sealed
            changed[place] ^= 0x10
            #expect(pair.open(changed) == .dropped(.authentication), "byte \(place)")
        }
        // A forged sequence number or source must leave nothing behind either.
        for place in [2, 3, 8, 11] {
            var changed = sealed
            changed[place] ^= 1
            #expect(pair.open(changed) == .dropped(.authentication))
        }
        #expect(pair.open(sealed) == .packet(Self.packet(100).bytes, index: 100))
    }

    @Test(arguments: SRTPProfile.allCases)
    func aReplayedPacketIsRefused(profile: SRTPProfile) throws {
        let pair = SRTPPair(profile)
        let sealed = try (1...50).map { try #require(pair.seal(Self.packet($0), index: $0)) }
        for packet in sealed.reversed() { #expect(pair.open(packet) != .dropped(.replay)) }
        for packet in sealed { #expect(pair.open(packet) == .dropped(.replay)) }
        let control = try #require(pair.sealControl(rtcpFixture(ssrc: 7, ballast: 20)))
        #expect(pair.openControl(control) != .dropped(.replay))
        #expect(pair.openControl(control) == .dropped(.replay))
    }

    @Test(arguments: SRTPProfile.allCases)
    func theReplayWindowIs1024Wide(profile: SRTPProfile) throws {
        let pair = SRTPPair(profile)
        let newest = try #require(pair.seal(Self.packet(5000), index: 5000))
        let inside = try #require(pair.seal(Self.packet(5000 - 1023), index: 5000 - 1023))
        let outside = try #require(pair.seal(Self.packet(5000 - 1024), index: 5000 - 1024))
        #expect(pair.open(newest) == .packet(Self.packet(5000).bytes, index: 5000))
        #expect(pair.open(outside) == .dropped(.replay))
        #expect(pair.open(inside) == .packet(Self.packet(5000 - 1023).bytes, index: 5000 - 1023))
    }

    @Test(arguments: SRTPProfile.allCases, [UInt64(1), 2, 3, 4])
    func M7_sequencesWrapWithLossAndReorder(profile: SRTPProfile, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pair = SRTPPair(profile)
        var indices = (0..<2000).map { UInt64(64_500 + $0) }
        indices.removeAll { _ in Double.random(in: 0..<1, using: &generator) < 0.3 }
        // The very packets around the wrap are gone.
        indices.removeAll { (65_530...65_545).contains($0) }
        for place in indices.indices.dropLast(20) where Bool.random(using: &generator) {
            indices.swapAt(place, place + Int.random(in: 1...19, using: &generator))
        }
        for index in indices {
            let sealed = try #require(pair.seal(Self.packet(index), index: index))
            #expect(pair.open(sealed) == .packet(Self.packet(index).bytes, index: index), "seed \(seed)")
        }
    }

    @Test(arguments: SRTPProfile.allCases)
    func longStreamsKeepTheirRollOverCount(profile: SRTPProfile) throws {
        let pair = SRTPPair(profile)
        for index in stride(from: UInt64(1), to: 500_000, by: 9973) {
            let sealed = try #require(pair.seal(Self.packet(index), index: index))
            #expect(pair.open(sealed) == .packet(Self.packet(index).bytes, index: index))
        }
    }

    @Test(arguments: SRTPProfile.allCases)
    func M8_atMost50SourcesAreKept(profile: SRTPProfile) throws {
        let pair = SRTPPair(profile)
        let sealed = try (1...51).map { try #require(pair.seal(Self.packet(1, ssrc: $0), index: 1)) }
        for packet in sealed.prefix(50) { #expect(pair.open(packet) != .dropped(.tooManySources)) }
        #expect(pair.open(sealed[50]) == .dropped(.tooManySources))
        let next = try #require(pair.seal(Self.packet(2, ssrc: 30), index: 2))
        #expect(pair.open(next) == .packet(Self.packet(2, ssrc: 30).bytes, index: 2))
        pair.receiver.forget(12)
        #expect(pair.open(sealed[50]) == .packet(Self.packet(1, ssrc: 51).bytes, index: 1))
        #expect(pair.open(sealed[49]) == .dropped(.replay))
    }

    @Test(arguments: SRTPProfile.allCases)
    func forgedSourcesTakeNoPlace(profile: SRTPProfile) throws {
        let pair = SRTPPair(profile)
        let sealed = try #require(pair.seal(Self.packet(1), index: 1))
        for forged in UInt8(0)...200 {
            var packet = sealed
            packet[9] = forged &+ 1
            #expect(pair.open(packet) == .dropped(.authentication))
        }
        #expect(pair.open(sealed) == .packet(Self.packet(1).bytes, index: 1))
    }

    @Test(arguments: SRTPProfile.allCases)
    func M9_packetsOfEveryShortLengthAreDropped(profile: SRTPProfile) {
        let pair = SRTPPair(profile)
        for count in 0...64 {
            for first in [UInt8(0), 0x80, 0x8f, 0x90, 0xbf, 0xff] {
                let packet = [first] + [UInt8](repeating: 0x55, count: 64)
                let bytes = Array(packet.prefix(count))
                for headerCount in [-1, 0, 11, 12, 16, count, count + 1, .max] {
                    Self.expectDropped(pair.open(bytes, headerCount: headerCount))
                }
                Self.expectDropped(pair.openControl(bytes))
            }
        }
    }

    private static func expectDropped(_ opened: Opened) {
        #expect(opened == .dropped(.tooShort) || opened == .dropped(.authentication))
    }

    @Test(arguments: SRTPProfile.allCases)
    func unencryptedControlPacketsAreRefused(profile: SRTPProfile) throws {
        let pair = SRTPPair(profile)
        var sealed = try #require(pair.sealControl(rtcpFixture(ssrc: 7, ballast: 20)))
        sealed[profile == .aes128CMSHA1_80 ? sealed.count - 14 : sealed.count - 4] &= 0x7f
        #expect(pair.openControl(sealed) == .dropped(.authentication))
    }

    @Test(arguments: SRTPProfile.allCases)
    func aSlotThatIsTooSmallIsLeftAlone(profile: SRTPProfile) {
        let pair = SRTPPair(profile)
        for missing in 1...20 {
            var slot = [UInt8](repeating: 0x80, count: 12 + 100 + profile.tagCount - missing)
            let before = slot
            var span = slot.mutableSpan
            var bytes = span.mutableBytes
            let payload = [UInt8](repeating: 1, count: 100)
            let sealed = pair.sender.sealRTP(headerCount: 12, payload: payload.span.bytes, index: 1, slot: &bytes)
            let control = pair.sender.sealRTCP(count: 112, slot: &bytes)
            #expect(sealed == 0 && control == 0)
            #expect(slot == before)
        }
    }
}
