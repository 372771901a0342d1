import Bytes
import Foundation
import Logging
import MediaServer

/// All settings, validated. Does not change while the server runs.
package struct Configuration: Sendable {
    package var port: UInt16 = 4001
    /// `nil` listens on all addresses.
    package var host: SocketAddress?
    package var workers = min(ProcessInfo.processInfo.activeProcessorCount, MediaServer.workerLimit)
    package var logLevel = Logger.Level.info
    package var addresses = AddressSettings()
    package var tls = TLSSettings()
    package var relay = RelaySettings()
    package var access = AccessSettings()
    package var limits = LimitSettings()
    package var audit = AuditSettings()
    package var admin = AdminSettings()
    /// From where `/metrics` may be read, besides this machine.
    package var metricsFrom: [AddressRange] = []

    /// Where each setting comes from that is not left to its default, and its words there.
    package private(set) var given: [ConfigurationKey: SettingText] = [:]

    /// Options win over the environment, the environment over the file, the file over defaults.
    /// - Parameter readFile: answers the text of a file.
    package init(
        flags: [ConfigurationKey: [String]], environment: [String: String], readFile: (String) throws -> String
    ) throws(ConfigurationError) {
        let variables = try ConfigurationLayer(environment: environment)
        let options = ConfigurationLayer(flags: flags)
        if let name = options.values[.config] ?? variables.values[.config] {
            let path = name.texts.first ?? ""
            given = try ConfigurationLayer(file: path, namedBy: name, readFile: readFile).values
        }
        for layer in [variables, options] { given.merge(layer.values) { $1 } }
        for key in ConfigurationKey.allCases {
            guard let text = given[key] else { continue }
            do { try set(key, try words(key, text.texts, readFile)) } catch {
                throw ConfigurationError(key, text.origin, error.description)
            }
        }
        try check()
    }

    package func origin(of key: ConfigurationKey) -> SettingOrigin { given[key]?.origin ?? .builtIn }

    private func words(
        _ key: ConfigurationKey, _ texts: [String], _ readFile: (String) throws -> String
    ) throws(SettingProblem) -> [String] {
        if key.isList { return try list(texts) }
        guard let text = texts.first, texts.count == 1 else {
            throw SettingProblem("one value, not \(texts.count).")
        }
        return [key.isSecret && text.hasPrefix("@") ? try secret(text.dropFirst(), readFile) : text]
    }

    private func list(_ texts: [String]) throws(SettingProblem) -> [String] {
        let words = texts.flatMap { $0.split(separator: ",") }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard words.count <= 1000 else { throw SettingProblem("at most 1000 values, not \(words.count).") }
        return words
    }

    private func secret(
        _ path: Substring, _ readFile: (String) throws -> String
    ) throws(SettingProblem) -> String {
        do { return try readFile(String(path)).trimmingCharacters(in: .whitespacesAndNewlines) } catch {
            throw SettingProblem("the file \(path) cannot be read; it has to exist and be readable by this user.")
        }
    }

    private mutating func set(_ key: ConfigurationKey, _ words: [String]) throws(SettingProblem) {
        guard let setter = Self.setters[key] else { return }
        try setter(&self, words)
    }
}
