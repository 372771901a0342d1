import Bytes
import MediaParameters
import RTP
import Testing

@Suite struct RTPHeaderWriterTests {
    static let fields = RTPFields(
        payloadType: 45, marker: true, sequence: 0x1234, timestamp: 0x5566_7788, ssrc: 0x99aa_bbcc,
        transportSequence: 0xfeff, absSendTime: 0xab_cdef)

    static func map(_ ids: [HeaderExtension: UInt8]) -> HeaderExtensionMap {
        var map = HeaderExtensionMap()
        for (kind, id) in ids { map[kind] = id }
        return map
    }

    static func parse(_ bytes: [UInt8], _ extensions: HeaderExtensionMap) -> RTPLayout? {
        RTPLayout(bytes.span.bytes, extensions: extensions)
    }

    static func write(
        _ packet: [UInt8], from publisher: HeaderExtensionMap, to receiver: HeaderExtensionMap, mid: String = "0",
        room: Int = 1500
    ) throws -> [UInt8] {
        let layout = try #require(Self.parse(packet, publisher))
        let writer = RTPHeaderWriter(ssrc: 1, extensions: receiver, mid: mid)
        var slot = [UInt8](repeating: 0x5a, count: room)
        var span = slot.mutableSpan
        var bytes = span.mutableBytes
        let count = writer.write(layout, of: packet.span.bytes, as: fields, into: &bytes)
        try #require(count <= room)
        return Array(slot.prefix(count))
    }

    @Test func withoutExtensionsTheHeaderIsTwelveBytes() throws {
        let packet = PacketBuilder(padding: [0, 2], csrcs: [1, 2], block: [0x10, 1, 0, 0]).bytes
        let header = try Self.write(packet, from: Self.map([.audioLevel: 1]), to: HeaderExtensionMap())
        #expect(header == [0x80, 0x80 | 45, 0x12, 0x34, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc])
    }

    @Test func ownElementsAreWritten() throws {
        let receiver = Self.map([.mid: 4, .absSendTime: 2, .transportCC: 3])
        let header = try Self.write(PacketBuilder().bytes, from: HeaderExtensionMap(), to: receiver, mid: "video0")
        #expect(
            Array(header.dropFirst(12)) == [0xbe, 0xde, 0, 4, 0x22, 0xab, 0xcd, 0xef, 0x31, 0xfe, 0xff, 0x45]
                + Array("video0".utf8) + [0, 0])
    }

    @Test func publisherElementsPassUnderTheReceiversIds() throws {
        let publisher = Self.map([.audioLevel: 1, .videoOrientation: 13, .absSendTime: 2, .rid: 10])
        let block = PacketBuilder.oneByte([(2, [1, 1, 1]), (1, [0x85]), (10, [0x66]), (13, [1])])
        let receiver = Self.map([.audioLevel: 6, .videoOrientation: 7, .rid: 8])
        let header = try Self.write(PacketBuilder(block: block).bytes, from: publisher, to: receiver)
        #expect(header.dropFirst(12) == [0xbe, 0xde, 0, 1, 0x60, 0x85, 0x70, 1])
    }

    @Test func longElementsTakeTheTwoByteForm() throws {
        let structure = [UInt8](1...40)
        let publisher = Self.map([.dependencyDescriptor: 12])
        let packet = PacketBuilder(profile: 0x1000, block: PacketBuilder.twoByte([(12, structure)])).bytes
        let receiver = Self.map([.dependencyDescriptor: 9, .transportCC: 3, .mid: 4])
        let header = try Self.write(packet, from: publisher, to: receiver)
        #expect(
            Array(header.dropFirst(12)) == [0x10, 0, 0, 13, 3, 2, 0xfe, 0xff, 4, 1, 0x30, 9, 40] + structure
                + [
                    UInt8
                ](repeating: 0, count: 3))
    }

    @Test func highIdsTakeTheTwoByteForm() throws {
        let header = try Self.write(
            PacketBuilder().bytes, from: HeaderExtensionMap(), to: Self.map([.transportCC: 200, .mid: 1]))
        #expect(header.dropFirst(12) == [0x10, 0, 0, 2, 200, 2, 0xfe, 0xff, 1, 1, 0x30, 0])
    }

    @Test func tooLongMidIsLeftOut() throws {
        let receiver = Self.map([.mid: 4, .transportCC: 3])
        let longest = String(repeating: "m", count: 16)
        let with = try Self.write(PacketBuilder().bytes, from: HeaderExtensionMap(), to: receiver, mid: longest)
        #expect(with.count == 16 + 20 && with[19] == 0x4f)
        let without = try Self.write(
            PacketBuilder().bytes, from: HeaderExtensionMap(), to: receiver, mid: longest + "m")
        #expect(without.count == 16 + 4)
    }

    /// Whatever publisher and receiver negotiated: the header never exceeds the room, reads back with the receiver's map, and carries what both sides know.
    @Test func writtenHeadersReadBack() throws {
        var generator = SeededGenerator(seed: 7)
        for round in 0..<4_000 {
            let publisher = randomMap(&generator)
            let receiver = randomMap(&generator)
            let packet = randomPacket(publisher, &generator)
            let mid = String("abcdefghijklmnopq".prefix(.random(in: 0...17, using: &generator)))
            let header = try Self.write(packet, from: publisher, to: receiver, mid: mid)
            try check(header, packet, publisher, receiver, mid, round)
            let tight = try Self.write(packet, from: publisher, to: receiver, mid: mid, room: header.count)
            #expect(tight == header, "round \(round)")
            let short = try Self.write(packet, from: publisher, to: receiver, mid: mid, room: header.count - 1)
            #expect(short == [], "round \(round)")
        }
    }

    private func check(
        _ header: [UInt8], _ packet: [UInt8], _ publisher: HeaderExtensionMap, _ receiver: HeaderExtensionMap,
        _ mid: String, _ round: Int
    ) throws {
        let source = try #require(Self.parse(packet, publisher))
        let layout = try #require(Self.parse(header, receiver))
        #expect(layout.payloadCount == 0 && layout.payloadOffset == header.count)
        #expect(layout.sequence == 0x1234 && layout.ssrc == 0x99aa_bbcc && layout.marker && layout.payloadType == 45)
        for kind in HeaderExtension.allCases {
            let value = layout.value(of: kind, in: header.span.bytes)?.array()
            let expected: [UInt8]? =
                switch kind {
                case _ where receiver[kind] == 0: nil
                case .mid: (1...16).contains(mid.count) ? Array(mid.utf8) : nil
                case .absSendTime: [0xab, 0xcd, 0xef]
                case .transportCC: [0xfe, 0xff]
                case .rid, .repairedRid: nil
                default: source.value(of: kind, in: packet.span.bytes)?.array()
                }
            #expect(value == expected, "round \(round), \(kind)")
        }
    }

    private func randomMap(_ generator: inout SeededGenerator) -> HeaderExtensionMap {
        var map = HeaderExtensionMap()
        let large = Int.random(in: 0..<4, using: &generator) == 0
        var ids = Array(UInt8(1)...(large ? 255 : 14)).shuffled(using: &generator)
        for kind in HeaderExtension.allCases where Bool.random(using: &generator) { map[kind] = ids.removeLast() }
        return map
    }

    private func randomPacket(_ map: HeaderExtensionMap, _ generator: inout SeededGenerator) -> [UInt8] {
        let kinds = HeaderExtension.allCases.filter { map[$0] != 0 && Bool.random(using: &generator) }
        let small = kinds.allSatisfy { map[$0] < 15 } && Bool.random(using: &generator)
        let elements = kinds.map { kind in
            (map[kind], random(.random(in: small ? 1...16 : 0...60, using: &generator), &generator))
        }
        return PacketBuilder(
            profile: small ? 0xbede : 0x1000,
            block: small ? PacketBuilder.oneByte(elements) : PacketBuilder.twoByte(elements)
        ).bytes
    }
}
