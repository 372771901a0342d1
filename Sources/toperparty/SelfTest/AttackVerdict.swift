import Foundation

/// What came of one attack.
struct AttackVerdict: Sendable, Encodable {
    enum Outcome: String, Sendable, Encodable {
        case pass
        case fail = "FAIL"
        /// What it attacks is switched off.
        case off
    }

    let name: String
    let outcome: Outcome
    let detail: String

    var line: String {
        "\(outcome.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0))\(name): \(detail)\n"
    }

    static func json(_ verdicts: [AttackVerdict]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(verdicts), as: UTF8.self) + "\n"
    }
}
