import Bytes
import MediaParameters
import RTP
import Testing

@Suite struct DependencyDescriptorTests {
    /// Bits, most significant first, padded with zeros.
    static func bits(_ fields: [(value: Int, count: Int)]) -> [UInt8] {
        let flat = fields.flatMap { field in (0..<field.count).reversed().map { UInt8(field.value >> $0 & 1) } }
        return stride(from: 0, to: flat.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 << 1 | (start + $1 < flat.count ? flat[start + $1] : 0) }
        }
    }

    /// Start and end of a frame, template, number; then a structure of these steps from template to template.
    static func descriptor(template: Int, first: Int = 60, steps: [Int]? = nil, start: Int = 1) -> [UInt8] {
        var fields = [(start, 1), (0, 1), (template, 6), (0x1234, 16)]
        if let steps {
            fields += [(0b10000, 5), (first, 6), (2, 5)] + steps.map { ($0, 2) }
        }
        return bits(fields)
    }

    static func parse(_ bytes: [UInt8]) -> DependencyDescriptor? { DependencyDescriptor(bytes.span.bytes) }

    @Test func mandatoryFieldsAreRead() throws {
        let found = try #require(Self.parse([0x40 | 5, 0xab, 0xcd]))
        #expect(!found.startsFrame && found.endsFrame && found.templateID == 5 && found.frameNumber == 0xabcd)
        #expect(found.structure == nil && !found.startsKeyFrame)
    }

    @Test func structureGivesTheLayersOfItsTemplates() throws {
        // L2T2: S0T0 twice, S0T1, S1T0, S1T1; template ids 60…63 and 0.
        let found = try #require(Self.parse(Self.descriptor(template: 60, steps: [0, 1, 2, 1, 3])))
        #expect(found.startsKeyFrame && found.frameNumber == 0x1234)
        let structure = try #require(found.structure)
        #expect(structure.templateCount == 5 && structure.decodeTargetCount == 3)
        #expect(structure.maximumSpatialLayer == 1 && structure.maximumTemporalLayer == 1)
        let layers = [60, 61, 62, 63, 0].map { structure.layers(of: $0) }
        #expect(layers.map { $0?.spatial } == [0, 0, 0, 1, 1])
        #expect(layers.map { $0?.temporal } == [0, 0, 1, 0, 1])
        #expect(structure.layers(of: 1) == nil && structure.layers(of: 59) == nil)
    }

    @Test func structureInsideAFrameIsNoKeyFrame() throws {
        #expect(!(try #require(Self.parse(Self.descriptor(template: 60, steps: [3], start: 0))).startsKeyFrame))
    }

    static let malformed: [[UInt8]] = [
        [], [0x80], [0x80, 0], bits([(1, 1), (0, 23), (0b10000, 5)]), bits([(1, 1), (0, 23), (0b10000, 5), (0, 11)]),
        descriptor(template: 0, steps: [2, 2, 2, 2, 3]), descriptor(template: 0, steps: [1, 1, 1, 1, 1, 1, 1, 1, 3]),
        descriptor(template: 0, steps: [Int](repeating: 0, count: 64) + [3]),
    ]

    /// Attack R4.
    @Test(arguments: malformed)
    func malformedDescriptorsAreRefused(bytes: [UInt8]) {
        #expect(Self.parse(bytes) == nil)
    }

    @Test func sixtyFourTemplatesFit() throws {
        let steps = [Int](repeating: 0, count: 63) + [3]
        #expect(try #require(Self.parse(Self.descriptor(template: 0, steps: steps))).structure?.templateCount == 64)
    }

    @Test func structureTellsTheLayersOfLaterPackets() throws {
        let key = try #require(Self.parse(Self.descriptor(template: 60, steps: [0, 1, 2, 3])))
        let structure = try #require(key.structure)
        #expect(structure.layers(of: key.templateID).map { [$0.spatial, $0.temporal] } == [0, 0])
        #expect(structure.layers(of: 62).map { [$0.spatial, $0.temporal] } == [0, 1])
        #expect(structure.layers(of: 63).map { [$0.spatial, $0.temporal] } == [1, 0])
        #expect(structure.layers(of: 7) == nil)
    }

    @Test func factsFollowTheDescriptor() throws {
        let key = try #require(facts([0x10, 0x30, 0x12], Self.descriptor(template: 60, steps: [0, 1, 2, 3])))
        #expect(key.startsKeyFrame && key.startsFrame)
        let later = try #require(facts([0x90, 0x30, 0x12], [0x80 | 62, 0, 1]))
        #expect(later.startsFrame && !later.startsKeyFrame)
        let upper = try #require(facts([0x90, 0x30, 0x12], [0x40 | 63, 0, 1]))
        #expect(upper.endsFrame && !upper.startsFrame)
    }

    private func facts(_ payload: [UInt8], _ descriptor: [UInt8]) -> PayloadFacts? {
        PayloadFacts(codec: .av1, payload: payload.span.bytes, dependencyDescriptor: descriptor.span.bytes)
    }

    @Test func mutatedDescriptorsNeverTrap() {
        var generator = SeededGenerator(seed: 8)
        let corpus = Self.descriptor(template: 60, steps: [0, 1, 2, 1, 3])
        for _ in 0..<20_000 {
            var bytes = corpus
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            bytes[Int.random(in: 3..<bytes.count, using: &generator)] ^= 0xf
            let found = Self.parse(Array(bytes.prefix(.random(in: 0...bytes.count, using: &generator))))
            if let structure = found?.structure { #expect(structure.templateCount <= 64) }
        }
    }
}
