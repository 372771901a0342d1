import Foundation

/// Offers captured from real clients; each file is named after its client and scenario.
enum Offers {
    static let names = Bundle.module.paths(forResourcesOfType: "sdp", inDirectory: "Offers")
        .map { URL(filePath: $0).deletingPathExtension().lastPathComponent }.sorted()

    static func text(_ name: String) -> String { texts[name] ?? "" }

    private static let texts = Dictionary(uniqueKeysWithValues: names.map { ($0, read($0)) })

    private static func read(_ name: String) -> String {
        let file = Bundle.module.url(forResource: name, withExtension: "sdp", subdirectory: "Offers")
        return file.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    }
}
