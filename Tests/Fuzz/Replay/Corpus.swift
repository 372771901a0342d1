import Foundation

/// The files of one entry, from Tests/Corpus; offers captured from browsers begin the fuzzing of descriptions.
struct Corpus {
    let files: [(name: String, bytes: [UInt8])]

    init(_ entry: String) {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var folders = [tests.appending(path: "Corpus/\(entry)")]
        if ["negotiation", "session-description"].contains(entry) {
            folders.append(tests.appending(path: "NegotiationTests/Offers"))
        }
        files = folders.flatMap(Self.read)
    }

    /// How many damaged inputs a debug build runs in about a second.
    static func rounds(of entry: String) -> Int {
        switch entry {
        // A whole handshake or party for each input.
        case "dtls", "media-engine": 40
        case "negotiation", "transport-feedback", "transport-recorder", "ice", "srtp", "session-description", "http",
            "websocket":
            300
        default: 1_000
        }
    }

    private static func read(_ folder: URL) -> [(name: String, bytes: [UInt8])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
            return (name, Array(data))
        }
    }
}
