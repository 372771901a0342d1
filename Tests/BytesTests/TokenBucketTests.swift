import Bytes
import Testing

@Suite("Token bucket")
struct TokenBucketTests {
    private let second: UInt64 = 1_000_000_000

    /// How many of `count` attempts at one moment succeed.
    private func taken(_ count: Int, from bucket: inout TokenBucket, at now: UInt64) -> Int {
        var taken = 0
        for _ in 0..<count where bucket.take(at: now) { taken += 1 }
        return taken
    }

    @Test("allows the burst at once, then the rate")
    func burstThenRate() {
        var bucket = TokenBucket(perSecond: 50, burst: 100)
        #expect(taken(150, from: &bucket, at: 7 * second) == 100)
        #expect(taken(2, from: &bucket, at: 7 * second + second / 100) == 0)
        #expect(taken(2, from: &bucket, at: 7 * second + second / 50) == 1)
        #expect(taken(99, from: &bucket, at: 8 * second + second / 50) == 50)
    }

    @Test("never holds more than the burst, however long it rests, and survives a clock that goes back")
    func rest() {
        var bucket = TokenBucket(perSecond: 50, burst: 100)
        #expect(taken(1, from: &bucket, at: 0) == 1)
        #expect(taken(200, from: &bucket, at: .max) == 100)
        #expect(taken(1, from: &bucket, at: 1) == 0)
    }
}
