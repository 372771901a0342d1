import Bytes
import STUN

/// Datagrams of strangers. None of them is worth an answer.
enum DatagramAttacks {
    static let all = [binding, malformedSTUN, strangeDTLS, strangeRTP, shortest, forgedCheck]

    private static func silent(_ datagrams: [[UInt8]], _ what: String)
        -> @Sendable (AttackTarget) async throws(ProbeError)
        -> Attack.Result
    {
        { target throws(ProbeError) in
            let answers = try await target.answers(to: datagrams)
            guard answers.isEmpty else { return .broken("\(answers.count) answers to \(datagrams.count) \(what)") }
            return .held("no answer to \(datagrams.count) \(what)")
        }
    }

    /// What amplifies nothing is not worth forging an address for.
    private static let binding = Attack(name: "T14 plain Binding") { target throws(ProbeError) in
        var generator = SystemRandomNumberGenerator()
        let request = STUNBindingQuery(using: &generator).request
        let answers = try await target.answers(to: [request])
        guard let answer = answers.first else { return .held("no answer") }
        guard target.configuration.relay.answersBinding else { return .broken("answered although stun-binding is off") }
        let ratio = Double(answer.count) / Double(request.count)
        return ratio <= 1.6
            ? .held("answered, as stun-binding says, with \(ratio) times the bytes")
            : .broken("the answer has \(ratio) times the bytes")
    }

    private static let malformedSTUN = Attack(
        name: "T15 malformed STUN",
        run: silent(
            // Without a length and without attributes it would be well-formed.
            (1...500).map { number in
                var message: [UInt8] =
                    [0, 1, 0, UInt8(number & 0xfc), 0x21, 0x12, 0xa4, 0x42] + AttackTarget.random(12)
                message += AttackTarget.random(number % 97)
                return message
            }, "malformed messages"))

    private static let strangeDTLS = Attack(
        name: "M2 DTLS before a check",
        run: silent(
            (0..<100).map { _ in [22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 1] + AttackTarget.random(59) },
            "ClientHellos of strangers"))

    private static let strangeRTP = Attack(
        name: "M5 media of strangers",
        run: silent(
            (0..<200).map { number in [0x80, UInt8(96 + number % 30)] + AttackTarget.random(100) },
            "packets from an address without a check"))

    private static let shortest = Attack(
        name: "M9 shortest packets",
        run: silent(
            [0, 1, 20, 22, 64, 79, 128, 144, 192, 200, 255].flatMap { first in
                (1...16).map { [UInt8(first)] + AttackTarget.random($0 - 1) }
            }, "packets of 1 to 16 bytes"))

    /// A user name that nobody was given (RFC 8445 §7.3): neither an answer nor a connection.
    private static let forgedCheck = Attack(
        name: "M11 guessed user names",
        run: silent((0..<300).map { _ in forged() }, "checks with guessed names and keys"))

    private static func forged() -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: 256)
        var span = memory.mutableSpan
        let transaction: [12 of UInt8] = .init { _ in UInt8.random(in: 0...255) }
        var writer = STUNMessageWriter(span.mutableBytes, .request, .binding, transactionID: transaction)
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let name = String((0..<8).map { _ in letters.randomElement() ?? "a" })
        writer.write(.username, text: name + ":abcd")
        writer.write(.useCandidate)
        _ = writer.integrityCoverage(.sha1)
        let tag = AttackTarget.random(20)
        writer.writeIntegrity(.sha1, tag.span.bytes)
        writer.writeFingerprint()
        let count = writer.count
        return Array(memory.prefix(count))
    }
}
