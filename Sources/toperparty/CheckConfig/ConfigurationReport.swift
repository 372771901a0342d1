import Foundation
import MediaParameters

/// Settings in effect.
struct ConfigurationReport {
    struct Row: Encodable {
        let name: String
        let value: String
        let origin: String
    }

    let configuration: Configuration
    let places: BrowserView

    var rows: [Row] {
        ConfigurationKey.allCases.map { key in
            Row(
                name: key.rawValue, value: configuration.shown(key), origin: configuration.origin(of: key).description)
        }
    }

    private var candidates: [String] { places.candidates.map { "\($0.host) port \($0.port)" } }

    var table: String {
        let names = rows.map(\.name.count).max() ?? 0
        let values = min(rows.map(\.value.count).max() ?? 0, 48)
        var lines = rows.map { row in
            "\(pad(row.name, names))  \(pad(row.value, values))  \(row.origin)"
        }
        lines += ["", "Candidates, likeliest first:"] + candidates.map { "    " + $0 }
        lines += ["Relay:"] + (places.relay.isEmpty ? ["    none"] : places.relay.map { "    " + $0 })
        return lines.joined(separator: "\n") + "\n"
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    func json() throws -> String {
        struct Document: Encodable {
            let settings: [Row]
            let candidates: [String]
            let relay: [String]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(settings: rows, candidates: candidates, relay: places.relay)
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }
}
