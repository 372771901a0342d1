import Bytes
import MediaParameters
import RTP
import Testing

@Suite struct PayloadTests {
    static func facts(_ codec: Codec, _ payload: [UInt8], descriptor: [UInt8]? = nil) -> PayloadFacts? {
        guard let descriptor else {
            return PayloadFacts(codec: codec, payload: payload.span.bytes, dependencyDescriptor: nil)
        }
        return PayloadFacts(codec: codec, payload: payload.span.bytes, dependencyDescriptor: descriptor.span.bytes)
    }

    // MARK: VP8, RFC 7741

    @Test func vp8KeyFrameWithAllFields() throws {
        // X; I L T K; 15-bit picture id; TL0PICIDX; TID 2, Y, KEYIDX 5; payload header with P = 0.
        let facts = try #require(Self.facts(.vp8, [0x90, 0xf0, 0x92, 0x34, 0x56, 0xa5, 0x10]))
        #expect(facts.startsKeyFrame && facts.startsFrame && facts.isSwitchingUpPoint)
        #expect(facts.pictureID == 0x1234 && facts.pictureIDBits == 15 && facts.pictureIDOffset == 2)
        #expect(facts.tl0PictureIndex == 0x56 && facts.tl0PictureIndexOffset == 4 && facts.temporalLayer == 2)
        let descriptor = try #require(Self.vp8([0x90, 0xf0, 0x92, 0x34, 0x56, 0xa5, 0x10]))
        #expect(descriptor.count == 6 && descriptor.keyIndex == 5 && !descriptor.isNonReference)
    }

    static func vp8(_ payload: [UInt8]) -> VP8Descriptor? { VP8Descriptor(payload.span.bytes) }

    @Test func vp8ShortForms() throws {
        let plain = try #require(Self.facts(.vp8, [0x10, 0x01]))
        #expect(plain.startsFrame && !plain.startsKeyFrame && plain.pictureID == nil && plain.pictureIDBits == 0)
        let seven = try #require(Self.facts(.vp8, [0x80, 0x80, 0x7f, 0x00]))
        #expect(!seven.startsFrame && !seven.startsKeyFrame && seven.pictureID == 0x7f && seven.pictureIDBits == 7)
        let partition = try #require(Self.facts(.vp8, [0x11, 0x00]))
        #expect(!partition.startsFrame && !partition.startsKeyFrame)
        // K without T: the TID bits mean nothing.
        let keyIndex = try #require(Self.facts(.vp8, [0x90, 0x10, 0xff, 0x01]))
        #expect(keyIndex.temporalLayer == 0 && !keyIndex.isSwitchingUpPoint)
    }

    static let vp8Cut: [[UInt8]] = [
        [], [0x10], [0x90], [0x90, 0x80], [0x90, 0x80, 0x80], [0x90, 0x80, 0x80, 1], [0x90, 0x40], [0x90, 0x20],
        [0x90, 0xf0, 0x92, 0x34, 0x56, 0xa5],
    ]

    @Test(arguments: vp8Cut)
    func vp8CutPayloadsAreRefused(payload: [UInt8]) {
        #expect(Self.facts(.vp8, payload) == nil)
    }

    @Test func patchedIdentifiersReadBack() throws {
        for payload: [UInt8] in [[0x90, 0xf0, 0x92, 0x34, 0x56, 0xa5, 0x10], [0x90, 0xc0, 0x12, 0x56, 0x10]] {
            let facts = try #require(Self.facts(.vp8, payload))
            let patched = try #require(Self.facts(.vp8, Self.patch(facts, payload)))
            #expect(patched.pictureID == (facts.pictureIDBits == 15 ? 0x7ffe : 0x7e) && patched.tl0PictureIndex == 0xcd)
            #expect(patched.pictureIDBits == facts.pictureIDBits && patched.startsKeyFrame == facts.startsKeyFrame)
        }
        let without = try #require(Self.facts(.vp8, [0x10, 0x01]))
        #expect(Self.patch(without, [0x10, 0x01]) == [0x10, 0x01])
    }

    static func patch(_ facts: PayloadFacts, _ payload: [UInt8]) -> [UInt8] {
        var memory: [UInt8] = [0xaa, 0xbb] + payload
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        facts.patch(pictureID: 0x7ffe, tl0PictureIndex: 0xcd, into: &bytes, payloadAt: 2)
        return Array(memory.dropFirst(2))
    }

    // MARK: VP9, RFC 9628

    @Test func vp9KeyFrameWithStructure() throws {
        // I L B V; picture id 15 bits; T0 S0; TL0PICIDX; N_S 1, Y, G; two sizes; one picture with two references; payload.
        let payload: [UInt8] =
            [0xaa, 0x81, 0x02, 0x10, 0x33, 0x38] + [1, 0x40, 0, 0xb4, 2, 0x80, 1, 0x68] + [1, 0x18, 1, 2] + [0x82]
        let facts = try #require(Self.facts(.vp9, payload))
        #expect(facts.startsKeyFrame && facts.startsFrame && !facts.endsFrame && facts.isSwitchingUpPoint)
        #expect(facts.pictureID == 0x102 && facts.pictureIDOffset == 1 && facts.tl0PictureIndexOffset == 4)
        #expect(facts.spatialLayer == 0 && facts.temporalLayer == 0 && facts.tl0PictureIndex == 0x33)
        let descriptor = try #require(Self.vp9(payload))
        #expect(descriptor.announcedSpatialLayers == 2 && descriptor.count == payload.count - 1)
    }

    static func vp9(_ payload: [UInt8]) -> VP9Descriptor? { VP9Descriptor(payload.span.bytes) }

    @Test func vp9LayersAndFlexibleMode() throws {
        // I P L F B E: TID 2, SID 1, D; no TL0PICIDX in flexible mode; two references.
        let facts = try #require(Self.facts(.vp9, [0xfc, 0x05, 0x43, 0x03, 0x04, 0x99]))
        #expect(!facts.startsKeyFrame && facts.startsFrame && facts.endsFrame)
        #expect(facts.spatialLayer == 1 && facts.temporalLayer == 2 && facts.tl0PictureIndex == nil)
        #expect(facts.pictureID == 5 && facts.pictureIDBits == 7)
        // The upper layer of a key picture is no place to begin.
        let upper = try #require(Self.facts(.vp9, [0x28, 0x02, 0x01, 0x99]))
        #expect(!upper.startsKeyFrame && upper.spatialLayer == 1)
    }

    static let vp9Cut: [[UInt8]] = [
        [], [0x08], [0x88], [0x88, 0x80], [0x28, 0], [0x28, 0, 0], [0x58], [0x58, 0x01, 0x01, 0x01],
        [0x58, 1, 1, 1, 9], [0x0a],
        [0x0a, 0xf0] + [UInt8](repeating: 1, count: 31), [0x0a, 0x08], [0x0a, 0x08, 0x02, 0x0c, 1, 1, 1], [0x0a, 0x00],
    ]

    @Test(arguments: vp9Cut)
    func vp9CutPayloadsAreRefused(payload: [UInt8]) {
        #expect(Self.facts(.vp9, payload) == nil)
    }

    @Test func vp9StructureOfEightLayersIsRead() throws {
        let payload: [UInt8] = [0x0a, 0xf0] + [UInt8](repeating: 1, count: 32) + [0x82]
        #expect(try #require(Self.vp9(payload)).announcedSpatialLayers == 8)
    }

    // MARK: H.264, RFC 6184

    @Test func h264KeyFramesBeginWithParameterSets() throws {
        let sps: [UInt8] = [0x67, 0x42, 0xe0, 0x1f]
        #expect(try #require(Self.facts(.h264, sps)).startsKeyFrame)
        let aggregate: [UInt8] = [0x78, 0, 4] + sps + [0, 2, 0x68, 0xce, 0, 3, 0x65, 0x88, 0x84]
        let facts = try #require(Self.facts(.h264, aggregate))
        #expect(facts.startsKeyFrame && facts.startsFrame)
        #expect(try #require(Self.h264(aggregate)).startsIDR)
        let fragment = try #require(Self.facts(.h264, [0x7c, 0x87, 0x42]))
        #expect(fragment.startsKeyFrame)
        let middle = try #require(Self.facts(.h264, [0x7c, 0x07, 0x42]))
        #expect(!middle.startsKeyFrame && !middle.startsFrame)
    }

    static func h264(_ payload: [UInt8]) -> H264Payload? { H264Payload(payload.span.bytes) }

    @Test func h264SlicesStartFramesWithTheirFirstMacroblock() throws {
        #expect(try #require(Self.facts(.h264, [0x41, 0x9a])).startsFrame)
        #expect(!(try #require(Self.facts(.h264, [0x41, 0x1a])).startsFrame))
        #expect(try #require(Self.facts(.h264, [0x7c, 0x81, 0x9a])).startsFrame)
        let idr = try #require(Self.h264([0x7c, 0x85, 0x88]))
        #expect(idr.startsIDR && !idr.hasSequenceParameterSet)
        #expect(try #require(Self.facts(.h264, [0x09, 0x10])).startsFrame)
    }

    static let h264Malformed: [[UInt8]] = [
        [], [0x78], [0x78, 0], [0x78, 0, 0], [0x78, 0, 2, 0x67], [0x78, 0, 1, 0x67, 0], [0x78, 0, 1, 0x67, 0, 0],
        [0x78, 0xff, 0xff, 0x67], [0x7c], [0x7c, 0x85], [0x60], [0x79, 0, 0, 0], [0x7d, 0x85, 0, 0, 1], [0x7f, 1, 1],
    ]

    /// Attack R4: STAP-A with one byte left, lengths that lie, empty units.
    @Test(arguments: h264Malformed)
    func h264MalformedPayloadsAreRefused(payload: [UInt8]) {
        #expect(Self.facts(.h264, payload) == nil)
    }

    // MARK: AV1

    @Test func av1SequenceStartIsAKeyFrame() throws {
        // W 2, N: a sequence header of two bytes, then a frame with extension (T1 S2).
        let facts = try #require(Self.facts(.av1, [0x28, 0x02, 0x08, 0x00, 0x34, 0x30, 0x12]))
        #expect(facts.startsKeyFrame && facts.startsFrame && facts.temporalLayer == 1 && facts.spatialLayer == 2)
        let delta = try #require(Self.facts(.av1, [0x10, 0x30, 0x12]))
        #expect(!delta.startsKeyFrame && delta.temporalLayer == 0)
        let continued = try #require(Self.facts(.av1, [0x90, 0x34, 0x30]))
        #expect(continued.temporalLayer == 0, "the middle of an OBU has no header")
        #expect(Self.facts(.av1, [0x00, 0x01, 0x30, 0x02, 0x34, 0x20])?.temporalLayer == 1)
    }

    static let av1Malformed: [[UInt8]] = [
        [], [0x10], [0x00, 0x02, 0x30], [0x20, 0x01], [0x20, 0x01, 0x30], [0x00, 0x80], [0x88, 0x30],
        [0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1], [0x00] + [UInt8](repeating: 0x80, count: 9),
        [0x20, 0x03, 0x30, 0x00],
    ]

    @Test(arguments: av1Malformed)
    func av1MalformedPayloadsAreRefused(payload: [UInt8]) {
        #expect(Self.facts(.av1, payload) == nil)
    }

    // MARK: Audio

    @Test func everyAudioPacketIsAPlaceToBegin() throws {
        let opus = try #require(Self.facts(.opus, [0xf8]))
        #expect(opus.startsKeyFrame && opus.startsFrame && opus.endsFrame)
        #expect(try #require(Self.facts(.red, [111, 1])).startsKeyFrame)
        #expect(Self.facts(.opus, []) == nil)
    }

    @Test func primaryBlockComesLast() throws {
        // Two redundant blocks of 2 and 3 bytes, primary of 4 (RFC 2198 §4 in shape).
        let payload: [UInt8] = [0x80 | 111, 0x07, 0x80, 2, 0x80 | 111, 0x03, 0xc0, 3, 111, 1, 1, 2, 2, 2, 9, 9, 9, 9]
        let found = try #require(Self.red(payload))
        #expect(found.primary == 14..<18 && found.primaryPayloadType == 111 && found.redundantBlockCount == 2)
    }

    static func red(_ payload: [UInt8]) -> REDPayload? { REDPayload(payload.span.bytes) }

    static let redMalformed: [[UInt8]] = [
        [], [0xef], [0xef, 0, 0], [0xef, 0, 0, 0], [0xef, 0, 0, 1, 0x6f], [0xef, 0, 3, 0xff, 0x6f, 1],
        [0xef, 0, 0, 0, 0xef], [UInt8]([[UInt8]](repeating: [0xef, 0, 0, 0], count: 33).joined()) + [0x6f, 1],
    ]

    @Test(arguments: redMalformed)
    func redMalformedPayloadsAreRefused(payload: [UInt8]) {
        #expect(Self.red(payload) == nil)
        #expect(Self.facts(.red, payload) == nil)
    }

    // MARK: All

    @Test(arguments: Codec.allCases)
    func randomPayloadsNeverTrap(codec: Codec) {
        var generator = SeededGenerator(seed: UInt64(codec.rawValue))
        for _ in 0..<20_000 {
            let payload = random(.random(in: 0...40, using: &generator), &generator)
            let descriptor = random(.random(in: 0...20, using: &generator), &generator)
            guard let facts = Self.facts(codec, payload, descriptor: descriptor) else { continue }
            // The payload proper follows the ids, so they never reach its end.
            let end = facts.pictureIDOffset + Int(facts.pictureIDBits + 1) / 8
            #expect(end < payload.count && facts.tl0PictureIndexOffset < payload.count)
            #expect(Self.patch(facts, payload).count == payload.count)
        }
    }
}
