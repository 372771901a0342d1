import Bytes
import Foundation
import Logging
import MediaServer

/// Understands the values of settings.
enum Setting {
    static func number(
        _ text: String, in range: ClosedRange<Int>, of unit: String
    ) throws(SettingProblem) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw SettingProblem(
                "a number of \(unit) from \(range.lowerBound) to \(range.upperBound), not \"\(text)\".")
        }
        return number
    }

    /// A number, or `off` for no bound.
    static func bound(
        _ text: String, in range: ClosedRange<Int>, of unit: String
    ) throws(SettingProblem) -> Int? {
        if text == "off" { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw SettingProblem(
                "a number of \(unit) from \(range.lowerBound) to \(range.upperBound), or off for no bound; not \"\(text)\"."
            )
        }
        return number
    }

    static func bool(_ text: String) throws(SettingProblem) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw SettingProblem("true or false, not \"\(text)\".")
        }
    }

    static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ text: String
    ) throws(SettingProblem) -> Choice {
        // YAML and people write a plain off or no for what is not wanted.
        guard let choice = Choice(rawValue: text.lowercased()) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingProblem("one of \(choices); not \"\(text)\".")
        }
        return choice
    }

    static func workers(_ text: String) throws(SettingProblem) -> Int {
        try number(text, in: 1...MediaServer.workerLimit, of: "threads")
    }

    static func logLevel(_ text: String) throws(SettingProblem) -> Logger.Level { try choice(text) }

    /// - Parameter bytes: how many it needs at least, so that it cannot be guessed. RFC 7518 §3.2 wants 32 for HS256.
    static func secret(_ text: String, bytes: Int) throws(SettingProblem) -> Secret {
        guard (bytes...1024).contains(text.utf8.count) else {
            throw SettingProblem(
                """
                a secret of at least \(bytes) characters, not \(text.utf8.count). Make one with "openssl rand -hex 32"; best keep it in a file \
                that only the server may read, and give the file as @/path/of/the/file.
                """)
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw SettingProblem("a secret consists of ASCII letters, digits and signs without spaces.")
        }
        return Secret(text)
    }

    /// RFC 8489 §14.9: fewer than 128 characters; it stands in quotes nowhere, so quotes and control characters are left out.
    static func realm(_ text: String) throws(SettingProblem) -> String {
        guard (1...127).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c })
        else { throw SettingProblem("1 to 127 ASCII characters without quotes, such as a domain name.") }
        return text
    }

    static func origin(_ text: String) throws(SettingProblem) -> String {
        let schemes = ["https://", "http://", "chrome-extension://", "moz-extension://"]
        guard let scheme = schemes.first(where: text.hasPrefix) else {
            throw SettingProblem(
                "an origin such as https://party.example.org or chrome-extension://ID; not \"\(text)\".")
        }
        let rest = text.dropFirst(scheme.count)
        guard !rest.isEmpty, rest.utf8.count <= 260, !rest.contains(where: { "/?#@ \\*".contains($0) }) else {
            throw SettingProblem("scheme, host and port only, without a path or a wildcard; not \"\(text)\".")
        }
        return text.lowercased()
    }
}
