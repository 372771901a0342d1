import Yams

/// Settings from one place, not yet understood.
struct ConfigurationLayer {
    let origin: ConfigurationError.Origin
    let values: [ConfigurationKey: [String]]

    init(origin: ConfigurationError.Origin, values: [ConfigurationKey: [String]]) {
        self.origin = origin
        self.values = values
    }

    /// Every variable that begins with `TOPERPARTY_` has to be a setting: a misspelt one would be ignored in silence. Lists are separated by commas.
    init(environment: [String: String]) throws(ConfigurationError) {
        var values: [ConfigurationKey: [String]] = [:]
        for (name, text) in environment where name.hasPrefix(ConfigurationKey.environmentPrefix) {
            guard let key = ConfigurationKey(environment: name) else {
                throw ConfigurationError(origin: .environment, name: name, problem: Self.unknown { $0.environment })
            }
            values[key] = key.isList ? text.split(separator: ",").map { $0.filter { $0 != " " } } : [text]
        }
        self.init(origin: .environment, values: values)
    }

    /// - Parameter source: the layer that names the file, for what is wrong with the name.
    init(
        file path: String, namedBy source: ConfigurationLayer, readFile: (String) throws -> String
    ) throws(ConfigurationError) {
        let text: String
        do { text = try readFile(path) } catch {
            throw source.error(.config, "the file \(path) cannot be read.")
        }
        self.init(origin: .file(path), values: try Self.parse(text, path))
    }

    private static func parse(_ text: String, _ path: String) throws(ConfigurationError) -> [ConfigurationKey: [String]]
    {
        let origin = ConfigurationError.Origin.file(path)
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch {
            throw ConfigurationError(origin: origin, name: "", problem: "this is not YAML: \(error)")
        }
        guard let node, node.scalar?.string != "" else { return [:] }
        guard let mapping = node.mapping else {
            throw ConfigurationError(
                origin: origin, name: "", problem: "settings are written as \"port: 4001\", one a line.")
        }
        var values: [ConfigurationKey: [String]] = [:]
        for (name, value) in mapping {
            guard let key = ConfigurationKey(rawValue: name.string ?? ""), key != .config else {
                throw ConfigurationError(
                    origin: origin, name: name.string ?? "?", problem: unknown { $0 == .config ? nil : $0.rawValue })
            }
            guard let texts = texts(of: value) else {
                throw ConfigurationError(origin: origin, name: key.rawValue, problem: "a value or a list of values.")
            }
            values[key] = texts
        }
        return values
    }

    private static func texts(of value: Node) -> [String]? {
        if let scalar = value.scalar { return [scalar.string] }
        guard let sequence = value.sequence else { return nil }
        let texts = sequence.compactMap { $0.scalar?.string }
        return texts.count == sequence.count && !texts.isEmpty ? texts : nil
    }

    private static func unknown(_ name: (ConfigurationKey) -> String?) -> String {
        "there is no such setting; there are \(ConfigurationKey.allCases.compactMap(name).joined(separator: ", "))."
    }

    func error(_ key: ConfigurationKey, _ problem: String) -> ConfigurationError {
        let name =
            switch origin {
            case .flag: key.flag
            case .environment: key.environment
            case .file: key.rawValue
            }
        return ConfigurationError(origin: origin, name: name, problem: problem)
    }
}
