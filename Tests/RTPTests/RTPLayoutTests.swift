import Bytes
import MediaParameters
import RTP
import Testing

@Suite struct RTPLayoutTests {
    static let extensions: HeaderExtensionMap = {
        var map = HeaderExtensionMap()
        map[.audioLevel] = 1
        map[.absSendTime] = 2
        map[.transportCC] = 3
        map[.mid] = 4
        map[.dependencyDescriptor] = 12
        map[.absCaptureTime] = 200
        return map
    }()

    static func parse(_ bytes: [UInt8]) -> RTPLayout? { RTPLayout(bytes.span.bytes, extensions: extensions) }

    static func value(_ kind: HeaderExtension, in bytes: [UInt8]) -> [UInt8]? {
        parse(bytes)?.value(of: kind, in: bytes.span.bytes)?.array()
    }

    static func payload(of bytes: [UInt8]) -> [UInt8]? { parse(bytes)?.payload(of: bytes.span.bytes)?.array() }

    static func headerCount(_ bytes: some Sequence<UInt8>) -> Int? {
        RTPLayout.headerCount([UInt8](bytes).span.bytes)
    }

    @Test func fixedFieldsAreRead() throws {
        let bytes = PacketBuilder(
            csrcs: [7, 8], marker: true, payloadType: 111, sequence: 0xfffe, timestamp: 0x8000_0001, ssrc: 0xdead_beef
        ).bytes
        let layout = try #require(Self.parse(bytes))
        #expect(layout.payloadType == 111 && layout.marker)
        #expect(layout.sequence == 0xfffe && layout.timestamp == 0x8000_0001 && layout.ssrc == 0xdead_beef)
        #expect(layout.payloadOffset == 20 && layout.payloadCount == 3 && layout.paddingCount == 0)
        #expect(Self.payload(of: bytes) == [1, 2, 3])
        let (ssrc, sequence) = (RTPLayout.ssrc(bytes.span.bytes), RTPLayout.sequence(bytes.span.bytes))
        #expect(ssrc == 0xdead_beef && sequence == 0xfffe)
    }

    @Test func oneByteElementsAreFound() {
        // The example of RFC 8285 §4.2 in shape: a padding byte between two elements.
        let block: [UInt8] = [0x10, 0x85] + [0] + [0x40, 0x30] + [0x31, 0xab, 0xcd]
        let bytes = PacketBuilder(block: block).bytes
        #expect(Self.value(.audioLevel, in: bytes) == [0x85])
        #expect(Self.value(.mid, in: bytes) == [0x30])
        #expect(Self.value(.transportCC, in: bytes) == [0xab, 0xcd])
        #expect(Self.value(.absSendTime, in: bytes) == nil)
    }

    @Test func twoByteElementsAreFound() {
        let long = [UInt8](repeating: 9, count: 40)
        let block = PacketBuilder.twoByte([(1, [5]), (12, long), (200, [1, 2, 3, 4, 5, 6, 7, 8]), (4, [])])
        for profile: UInt16 in [0x1000, 0x100f] {
            let bytes = PacketBuilder(profile: profile, block: block).bytes
            #expect(Self.value(.dependencyDescriptor, in: bytes) == long)
            #expect(Self.value(.absCaptureTime, in: bytes) == [1, 2, 3, 4, 5, 6, 7, 8])
            #expect(Self.value(.mid, in: bytes) == [])
        }
    }

    @Test func otherProfilesAreSkipped() throws {
        let bytes = PacketBuilder(profile: 0x1234, block: [0x10, 0x85, 0, 0]).bytes
        let layout = try #require(Self.parse(bytes))
        #expect(!layout.contains(.audioLevel) && layout.payloadOffset == 20)
    }

    @Test func firstOfTwoEqualIdsCounts() {
        let bytes = PacketBuilder(block: [0x10, 0x01, 0x10, 0x02]).bytes
        #expect(Self.value(.audioLevel, in: bytes) == [1])
    }

    static let broken: [(String, UInt16, [UInt8])] = [
        ("id 15 ends the walk", 0xbede, [0x10, 0x01, 0xf3, 0x40, 0x30, 0, 0, 0]),
        ("id 0 with a length ends it", 0xbede, [0x10, 0x01, 0x03, 0x40, 0x30, 0, 0, 0]),
        ("one-byte element reaches out of the block", 0xbede, [0x10, 0x01, 0x4f, 0x30]),
        ("two-byte element reaches out of the block", 0x1000, [0x01, 0x01, 0x01, 0x04, 0xff, 0, 0, 0]),
        ("two-byte element without a length", 0x1000, [0x01, 0x01, 0x01, 0x04]),
    ]

    /// Attack R1: the walk ends, what came before counts, nothing outside the block is touched.
    @Test(arguments: broken)
    func brokenElementEndsTheWalk(name: String, profile: UInt16, block: [UInt8]) throws {
        let bytes = PacketBuilder(profile: profile, block: block).bytes
        let layout = try #require(Self.parse(bytes))
        #expect(Self.value(.audioLevel, in: bytes) == [1], "\(name)")
        #expect(!layout.contains(.mid) && layout.payloadCount == 3, "\(name)")
    }

    static let malformed: [MalformedInput] = [
        MalformedInput("empty", []),
        MalformedInput("eleven bytes", [UInt8](PacketBuilder().bytes.prefix(11))),
        MalformedInput("version 1", PacketBuilder(version: 1).bytes),
        MalformedInput("fifteen CSRCs in 44 bytes", [0x8f] + [UInt8](repeating: 0, count: 43)),
        MalformedInput("extension bit at the end", [UInt8](PacketBuilder(block: []).bytes.prefix(12))),
        MalformedInput("extension block cut", [UInt8](PacketBuilder(block: [1, 2, 3, 4]).bytes.prefix(19))),
        MalformedInput(
            "extension length beyond the packet",
            [0x90] + [UInt8](repeating: 0, count: 11) + [0xbe, 0xde, 0xff, 0xff, 0, 0]
        ),
        MalformedInput("padding bit, no payload", PacketBuilder(padding: [], payload: []).bytes),
        MalformedInput("padding count 0", PacketBuilder(padding: [0]).bytes),
        MalformedInput("padding longer than the payload", PacketBuilder(padding: [5]).bytes),
        MalformedInput("padding of 255", PacketBuilder(padding: [255]).bytes),
        MalformedInput("longer than a datagram", PacketBuilder(payload: [UInt8](repeating: 0, count: 65_536)).bytes),
    ]

    /// Attacks R1 and R2.
    @Test(arguments: malformed)
    func malformedPacketsAreRefused(input: MalformedInput) {
        #expect(Self.parse(input.bytes) == nil)
    }

    @Test func packetOfPaddingAloneHasNoPayload() throws {
        let layout = try #require(Self.parse(PacketBuilder(padding: [0, 0, 0, 4], payload: []).bytes))
        #expect(layout.payloadCount == 0 && layout.paddingCount == 4 && layout.payloadOffset == 12)
    }

    @Test func headerCountCoversTheBlock() {
        let bytes = PacketBuilder(csrcs: [1], block: [0x10, 1, 0, 0]).bytes
        #expect(Self.headerCount(bytes) == 24)
        #expect(Self.headerCount(bytes.prefix(24)) == 24)
        #expect(Self.headerCount(bytes.prefix(23)) == nil)
    }

    @Test func randomBytesNeverTrapAndStayInside() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            var bytes = random(.random(in: 0...96, using: &generator), &generator)
            if bytes.count > 14, Bool.random(using: &generator) {
                bytes[0] = 0x90 | bytes[0] & 0x23
                bytes.replaceSubrange(12..<14, with: Bool.random(using: &generator) ? [0xbe, 0xde] : [0x10, 0])
                if bytes.count > 16 { bytes.replaceSubrange(14..<16, with: [0, bytes[15] % 20]) }
            }
            guard let layout = Self.parse(bytes) else { continue }
            #expect(layout.payloadOffset + layout.payloadCount + layout.paddingCount == bytes.count)
            for kind in HeaderExtension.allCases {
                let value = layout.value(of: kind, in: bytes.span.bytes)?.array()
                #expect(layout.contains(kind) == (value != nil))
            }
        }
    }
}
