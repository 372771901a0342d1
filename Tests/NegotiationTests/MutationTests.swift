import Bytes
import Foundation
import MediaParameters
import Negotiation
import SDP
import Testing

/// Captured offers, damaged at random: whatever comes out is refused or gets an answer that can be read. `FUZZ_ROUNDS` makes a longer run.
@Suite struct MutationTests {
    private static let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap(Int.init) ?? 30

    @Test(arguments: Offers.names)
    func damagedOffersNeverHurt(_ name: String) throws {
        var mutator = Mutator(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        var running = Peer()
        _ = try running.answer(Offers.text(name))
        var answered = 0
        for _ in 0..<Self.rounds {
            let offer = mutator.mutate(Offers.text(name))
            answered += try check(offer, Peer()) ? 1 : 0
            // A session in progress has more to compare with.
            _ = try check(offer, running)
            _ = try? running.session.restart(fragment: offer, local: Peer.local, using: &running.generator)
        }
        // Damage that always refuses would test nothing behind the parser.
        #expect(answered > 0)
    }

    private func check(_ offer: String, _ peer: Peer) throws -> Bool {
        var peer = peer
        let plan = peer.session.plan
        do {
            let answer = try peer.session.answer(to: offer, local: Peer.local, using: &peer.generator)
            let media = try SessionDescription(parsing: offer).media
            #expect(try SessionDescription(parsing: answer.sdp).media.map(\.media) == media.map(\.media))
            let sources = answer.plan.slots.flatMap { [$0.ssrc, $0.rtxSSRC] }.compactMap(\.self)
            #expect(Set(sources).count == sources.count)
            return true
        } catch is NegotiationError {
            #expect(peer.session.plan == plan)
            return false
        }
    }
}

/// Damages a text: bytes, lines, and words that parsers like to stumble over.
private struct Mutator {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private static let words = [
        "4294967296", "-1", "99999999999999999999", "\u{0}", ":", "/", "=", ";", "~", "*", "é", "\u{301}", "", " ",
        "\r", "0", "65535",
    ]

    mutating func mutate(_ text: String) -> String {
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0...Int.random(in: 0..<3, using: &generator) where !lines.isEmpty {
            let index = lines.indices.randomElement(using: &generator)!
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: lines.remove(at: index)
            case 1: lines.insert(lines[index], at: lines.indices.randomElement(using: &generator)!)
            case 2: lines.swapAt(index, lines.indices.randomElement(using: &generator)!)
            case 3: lines[index] = flip(lines[index])
            case 4: lines[index] = replaceWord(in: lines[index])
            case 5: lines[index] = stranger()
            default: lines.removeSubrange((index + (lines.count - index) / 2)...)
            }
        }
        return lines.joined(separator: "\r\n")
    }

    private mutating func flip(_ line: String) -> String {
        var bytes = Array(line.utf8)
        guard let index = bytes.indices.randomElement(using: &generator) else { return line }
        bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func replaceWord(in line: String) -> String {
        var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        words[words.indices.randomElement(using: &generator)!] = Self.words.randomElement(using: &generator)!
        return words.joined(separator: " ")
    }

    /// A line of another capture.
    private mutating func stranger() -> String {
        let lines = Offers.text(Offers.names.randomElement(using: &generator)!).split(separator: "\r\n")
        return lines.randomElement(using: &generator).map(String.init) ?? ""
    }
}
