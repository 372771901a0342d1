import Bytes
import Foundation
import Logging
import MediaServer

/// All settings, validated. Does not change while the server runs.
package struct Configuration: Sendable, Equatable {
    package var port: UInt16 = 4001
    /// `nil` listens on all addresses.
    package var host: SocketAddress?
    package var publicAddresses: [SocketAddress] = []
    package var workers = min(ProcessInfo.processInfo.activeProcessorCount, MediaServer.workerLimit)
    package var database: String?
    package var logLevel = Logger.Level.info

    /// Options win over the environment, the environment over the file, the file over defaults.
    /// - Parameter readFile: answers the text of a file.
    package init(
        flags: [ConfigurationKey: [String]], environment: [String: String], readFile: (String) throws -> String
    ) throws(ConfigurationError) {
        let variables = try ConfigurationLayer(environment: environment)
        let options = ConfigurationLayer(origin: .flag, values: flags)
        var layers = [variables, options]
        if let source = [options, variables].first(where: { $0.values[.config] != nil }),
            let path = source.values[.config]?.first
        {
            layers.insert(try ConfigurationLayer(file: path, namedBy: source, readFile: readFile), at: 0)
        }
        for layer in layers { try apply(layer) }
    }

    private mutating func apply(_ layer: ConfigurationLayer) throws(ConfigurationError) {
        for key in ConfigurationKey.allCases {
            guard let texts = layer.values[key] else { continue }
            guard key.isList || texts.count == 1 else { throw layer.error(key, "one value, not \(texts.count)") }
            do {
                try set(key, texts)
            } catch {
                throw layer.error(key, error.description)
            }
        }
    }

    private mutating func set(_ key: ConfigurationKey, _ texts: [String]) throws(SettingProblem) {
        let text = texts.first ?? ""
        switch key {
        case .port: port = try Setting.port(text)
        case .host: host = try Setting.host(text)
        case .publicAddress: publicAddresses = try Setting.publicAddresses(texts)
        case .workers: workers = try Setting.workers(text)
        case .database: database = try Setting.database(text)
        case .logLevel: logLevel = try Setting.logLevel(text)
        case .config: break
        }
    }
}
