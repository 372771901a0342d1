import Yams

/// Settings from one place, not yet understood.
struct ConfigurationLayer {
    let values: [ConfigurationKey: SettingText]

    /// Options of the command line.
    init(flags: [ConfigurationKey: [String]]) {
        values = flags.mapValues { SettingText(texts: $0, origin: .flag) }
    }

    /// Every variable that begins with `TOPERPARTY_` has to be a setting: a misspelt one would be ignored in silence.
    init(environment: [String: String]) throws(ConfigurationError) {
        var values: [ConfigurationKey: SettingText] = [:]
        for (name, text) in environment where name.hasPrefix(ConfigurationKey.environmentPrefix) {
            guard let key = ConfigurationKey(environment: name) else {
                let problem = Self.unknown(name, among: ConfigurationKey.allCases.map(\.environment))
                throw ConfigurationError(origin: .environment, name: name, problem: problem)
            }
            values[key] = SettingText(texts: [text], origin: .environment)
        }
        self.values = values
    }

    /// - Parameter name: the setting that names the file, for what is wrong with the name.
    init(
        file path: String, namedBy name: SettingText, readFile: (String) throws -> String
    ) throws(ConfigurationError) {
        let text: String
        do { text = try readFile(path) } catch {
            throw ConfigurationError(
                .config, name.origin, "the file \(path) cannot be read; it has to exist and be readable by this user.")
        }
        values = try Self.parse(text, path)
    }

    private static func parse(_ text: String, _ path: String) throws(ConfigurationError) -> [ConfigurationKey:
        SettingText]
    {
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch {
            throw ConfigurationError(
                origin: .file(path, line: nil), name: "", problem: "this is not YAML: \(error)")
        }
        guard let node, node.scalar?.string != "" else { return [:] }
        guard let mapping = node.mapping else {
            throw ConfigurationError(
                origin: .file(path, line: node.mark?.line), name: "",
                problem: "settings are written as \"port: 4001\", one a line.")
        }
        var values: [ConfigurationKey: SettingText] = [:]
        for (name, value) in mapping {
            let origin = SettingOrigin.file(path, line: name.mark?.line)
            let key = try key(name.string ?? "?", origin)
            guard let texts = texts(of: value) else {
                throw ConfigurationError(key, origin, "here stands a value or a list of values.")
            }
            values[key] = SettingText(texts: texts, origin: origin)
        }
        return values
    }

    private static func key(_ name: String, _ origin: SettingOrigin) throws(ConfigurationError) -> ConfigurationKey {
        guard let key = ConfigurationKey(rawValue: name), key != .config else {
            let names = ConfigurationKey.allCases.filter { $0 != .config }.map(\.rawValue)
            throw ConfigurationError(origin: origin, name: name, problem: unknown(name, among: names))
        }
        return key
    }

    private static func texts(of value: Node) -> [String]? {
        if let scalar = value.scalar { return [scalar.string] }
        guard let sequence = value.sequence else { return nil }
        let texts = sequence.compactMap { $0.scalar?.string }
        return texts.count == sequence.count ? texts : nil
    }

    /// Names what is likeliest meant, else everything there is.
    private static func unknown(_ name: String, among names: [String]) -> String {
        let near = names.map { (name: $0, distance: distance($0, name)) }.min { $0.distance < $1.distance }
        if let near, near.distance <= 2 { return "there is no such setting; \(near.name) is meant perhaps." }
        return "there is no such setting; there are \(names.joined(separator: ", "))."
    }

    /// Letters to insert, remove or exchange between two names (Levenshtein).
    private static func distance(_ first: String, _ second: String) -> Int {
        guard second.utf8.count <= 64 else { return .max }
        var row = Array(0...second.utf8.count)
        for (index, letter) in first.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, other) in second.utf8.enumerated() {
                let exchanged = diagonal + (letter == other ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(exchanged, diagonal + 1, row[place] + 1)
            }
        }
        return row[second.utf8.count]
    }
}
