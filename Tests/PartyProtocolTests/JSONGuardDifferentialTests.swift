import Foundation
import PartyProtocol
import Testing

/// The guard against another implementation, on damaged messages.
@Suite("JSON guard and Foundation agree")
struct JSONGuardDifferentialTests {
    private static let seeds = [
        #"{"type":"OFFER","id":1,"sdp":"v=0\r\n\u00e9","tracks":[{"mid":"0","source":"camera","muted":false}]}"#,
        #"{"type":"VIEW","streams":[{"height":-7.25e+2,"pinned":true,"x":null},[],{}]}"#,
    ]
    /// What mistakes in JSON are made of.
    private static let bytes = Array(#"{}[]:,"\\u0e-+.truefalsn 19"#.utf8) + [0x00, 0x1F, 0x7F, 0xC3, 0xA9, 0xFF]

    /// The type of a message that gets through, or that it has none; `nil` when it does not get through.
    private func guardAccepts(_ bytes: [UInt8]) -> String?? {
        do {
            return .some(try JSONGuard.check(bytes))
        } catch {
            return nil
        }
    }

    private func foundationReads(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }

    @Test("whatever passes is JSON that Foundation reads, and of the same type", arguments: [UInt64(1), 2, 3])
    func damaged(seed: UInt64) {
        var generator = SplitMix(state: seed)
        var passed = 0
        for round in 0..<20_000 {
            var bytes = Array(Self.seeds[round % 2].utf8)
            for _ in 0...Int.random(in: 0...2, using: &generator) { damage(&bytes, &generator) }
            guard let type = guardAccepts(bytes) else { continue }
            passed += 1
            let read = foundationReads(bytes)
            #expect(read != nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
            // A type with an escape in it is left to the decoder.
            guard let type else { continue }
            #expect(read?["type"] as? String == type, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(passed > 100)
    }

    private func damage(_ bytes: inout [UInt8], _ generator: inout SplitMix) {
        guard let index = bytes.indices.randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.remove(at: index)
        case 1: bytes[index] = Self.bytes.randomElement(using: &generator) ?? 0
        default: bytes.insert(Self.bytes.randomElement(using: &generator) ?? 0, at: index)
        }
    }
}

/// A generator whose numbers are the same for the same seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
