import Bytes
import SecureTransport
import Testing

@Suite struct ReplayWindowTests {
    /// Against the plainest possible model: the set of all indices ever seen.
    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func remembersExactlyTheLast1024(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var window = ReplayWindow()
        var seen: Set<UInt64> = []
        var highest: UInt64 = 3000
        for _ in 0..<5000 {
            let step = UInt64.random(in: 0...2200, using: &generator)
            let index = Bool.random(using: &generator) ? highest + step / 40 : highest - min(highest, step)
            let fresh = !seen.contains(index) && (seen.isEmpty || index + 1024 > seen.max()!)
            #expect(window.accepts(index) == fresh, "seed \(seed) index \(index)")
            guard fresh else { continue }
            window.insert(index)
            seen.insert(index)
            seen = seen.filter { $0 + 4096 > index }
            highest = max(highest, index)
        }
    }

    @Test func aJumpOverTheWholeWindowForgetsNothingItShouldKnow() {
        var window = ReplayWindow()
        window.insert(10)
        window.insert(10 + 1024)
        #expect(!window.accepts(10))
        #expect(window.accepts(11))
        #expect(!window.accepts(10 + 1024))
        window.insert(1 << 40)
        #expect(!window.accepts(10 + 1024))
        #expect(window.accepts((1 << 40) - 1023))
    }

    /// RFC 3711, appendix A.
    @Test func indicesFollowTheNearestRollOver() {
        var window = ReplayWindow()
        #expect(window.index(of: 65_535) == 65_535)
        window.insert(65_535)
        #expect(window.index(of: 0) == 65_536)
        #expect(window.index(of: 65_000) == 65_000)
        window.insert(65_536)
        #expect(window.index(of: 65_535) == 65_535)
        #expect(window.index(of: 0x8000) == 65_536 + 0x8000)
        #expect(window.index(of: 0x8001) == 0x8001)
    }
}
