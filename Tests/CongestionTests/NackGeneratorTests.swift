import Bytes
import Congestion
import Testing

@Suite struct NackGeneratorTests {
    static func ms(_ value: Int64) -> MonotonicTime { MonotonicTime(milliseconds: value) }

    static func due(
        _ generator: inout NackGenerator, at time: Int64, roundTrip: Int64 = 50, jitter: Int64 = 0
    ) -> [UInt16] {
        let list = generator.due(now: ms(time), roundTrip: .milliseconds(roundTrip), jitter: .milliseconds(jitter))
        return (0..<list.count).map { list.span[$0] }
    }

    @Test func gapIsAskedForAfterTheFirstDelayAndThenEachRoundTrip() {
        var generator = NackGenerator()
        generator.received(10, at: Self.ms(0))
        generator.received(13, at: Self.ms(0))
        #expect(Self.due(&generator, at: 4) == [])
        #expect(Self.due(&generator, at: 5) == [11, 12])
        #expect(Self.due(&generator, at: 54) == [])
        #expect(Self.due(&generator, at: 55) == [11, 12])
        generator.received(11, at: Self.ms(60))
        #expect(Self.due(&generator, at: 105) == [12])
        generator.received(12, at: Self.ms(110))
        #expect(!generator.hasMissing && generator.abandoned == 0)
    }

    @Test func jitterDelaysTheFirstRequestUpToACap() {
        var generator = NackGenerator()
        generator.received(1, at: Self.ms(0))
        generator.received(3, at: Self.ms(0))
        #expect(Self.due(&generator, at: 19, jitter: 10) == [])
        #expect(Self.due(&generator, at: 20, jitter: 10) == [2])
        generator.received(5, at: Self.ms(100))
        #expect(Self.due(&generator, at: 139, jitter: 900).contains(4) == false)
        #expect(Self.due(&generator, at: 140, jitter: 900).contains(4))
    }

    @Test func tenTriesAreEnough() {
        var generator = NackGenerator()
        generator.received(1, at: Self.ms(0))
        generator.received(3, at: Self.ms(0))
        let asked = (0..<100).reduce(0) { $0 + Self.due(&generator, at: Int64($1) * 20, roundTrip: 20).count }
        #expect(asked == 10 && !generator.hasMissing && generator.abandoned == 1)
    }

    @Test func oldGapsAreGivenUp() {
        var generator = NackGenerator()
        generator.received(1, at: Self.ms(0))
        generator.received(3, at: Self.ms(0))
        #expect(Self.due(&generator, at: 1_000) == [2])
        #expect(Self.due(&generator, at: 1_001) == [] && !generator.hasMissing && generator.abandoned == 1)
    }

    @Test func gapsThatLeaveTheWindowAreForgotten() {
        var generator = NackGenerator()
        generator.received(1, at: Self.ms(0))
        generator.received(3, at: Self.ms(0))
        for index in UInt64(4)...520 { generator.received(index, at: Self.ms(1)) }
        #expect(!generator.hasMissing && generator.abandoned == 1)
        generator.received(2, at: Self.ms(2))
        #expect(Self.due(&generator, at: 50) == [])
    }

    @Test func leapBeginsAnew() {
        var generator = NackGenerator()
        generator.received(1, at: Self.ms(0))
        generator.received(3, at: Self.ms(0))
        generator.received(3 + 513, at: Self.ms(0))
        #expect(!generator.hasMissing)
        generator.received(3 + 513 + 512, at: Self.ms(1))
        #expect(Self.due(&generator, at: 100).count == NackList.capacity)
    }

    @Test func numbersCrossTheWrapInOrder() {
        var generator = NackGenerator()
        generator.received(65_533, at: Self.ms(0))
        generator.received(65_538, at: Self.ms(0))
        #expect(Self.due(&generator, at: 10) == [65_534, 65_535, 0, 1])
    }

    @Test func resetForgetsEverything() {
        var generator = NackGenerator()
        generator.received(1, at: Self.ms(0))
        generator.received(9, at: Self.ms(0))
        generator.reset()
        #expect(!generator.hasMissing && Self.due(&generator, at: 50) == [])
        generator.received(500, at: Self.ms(60))
        #expect(!generator.hasMissing)
    }

    /// Against a plain model: whatever order packets come in, exactly the missing ones of the window are asked for.
    @Test func behavesLikeASetOfMissingNumbers() {
        for seed in UInt64(0)..<20 {
            var chance = SeededGenerator(seed: seed)
            var generator = NackGenerator()
            var model = Set<UInt64>()
            var highest: UInt64 = 65_000
            generator.received(highest, at: Self.ms(0))
            for _ in 0..<800 {
                let late = model.randomElement(using: &chance)
                if let late, Int.random(in: 0..<3, using: &chance) == 0 {
                    generator.received(late, at: Self.ms(0))
                    model.remove(late)
                    continue
                }
                let next = highest + .random(in: 1...3, using: &chance)
                model.formUnion((highest + 1)..<next)
                highest = next
                model = model.filter { highest - $0 < 512 }
                generator.received(next, at: Self.ms(0))
            }
            var asked: [UInt16] = []
            while case let more = Self.due(&generator, at: 30), !more.isEmpty { asked += more }
            #expect(asked == model.sorted().map { UInt16(truncatingIfNeeded: $0) }, "seed \(seed)")
        }
    }

    /// Attack R5.
    @Test func nonsenseNeverTraps() {
        var chance = SeededGenerator(seed: 5)
        var generator = NackGenerator()
        for _ in 0..<50_000 {
            let base: UInt64 = Bool.random(using: &chance) ? 0 : .random(in: 0...(.max), using: &chance)
            let time = MonotonicTime(nanoseconds: .random(in: 0...(.max), using: &chance))
            generator.received(base &+ .random(in: 0...700, using: &chance), at: time)
            let list = generator.due(
                now: time, roundTrip: TimeSpan(nanoseconds: .random(in: .min ... .max, using: &chance)),
                jitter: TimeSpan(nanoseconds: .random(in: .min ... .max, using: &chance)))
            #expect(list.count <= NackList.capacity)
        }
    }
}
