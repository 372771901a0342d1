import Foundation

/// The package as its manifest and its sources describe it.
struct House {
    struct Room {
        var name: String
        var path: String
        var dependencies: Set<String>
    }

    /// Every target from the ground up. An edge may only lead to a target that stands earlier in this list.
    static let floors: [(name: String, targets: [String])] = [
        ("shims", ["CLinux", "COpenSSL", "CSRTP"]),
        ("codecs", ["Bytes", "MediaParameters", "RTP", "STUN", "SDP", "PartyProtocol"]),
        (
            "machines",
            ["SecureTransport", "ICELite", "Congestion", "MediaCore", "Negotiation", "TURNCore", "PartyCore"]
        ),
        ("io", ["EventLoop", "MediaServer", "Probe", "NetSim"]),
        ("edges", ["Edge", "WebClient", "SessionStore", "Access", "Signaling"]),
        ("app", ["toperparty"]),
    ]

    static let order = floors.flatMap(\.targets)
    /// Floors that know neither operating system, clock nor network.
    static let pure = Set(floors[1].targets + floors[2].targets)

    let root: URL
    let rooms: [Room]

    init() throws {
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let manifest = try Self.dump(root)
        let targets = manifest["targets"] as? [[String: Any]] ?? []
        rooms = targets.filter(Self.isProduct).compactMap { [root] in Self.room($0, root) }
    }

    func sources(of room: Room) throws -> [URL] {
        let files = FileManager.default.enumerator(at: URL(filePath: room.path), includingPropertiesForKeys: nil)
        return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }

    /// The modules that a file names in import lines.
    static func imports(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), words.prefix(place).allSatisfy(isImportPrefix),
                    let module = words.dropFirst(place + 1).first
                else { return nil }
                return module.split(separator: ".").first.map(String.init)
            })
    }

    private static func isImportPrefix(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["package", "public", "internal", "private", "fileprivate"].contains(word)
    }

    /// Tests, and what only tests use, have no floor.
    private static func isProduct(_ target: [String: Any]) -> Bool {
        let path = target["path"] as? String ?? ""
        return target["type"] as? String != "test" && !path.hasPrefix("Tests/")
    }

    private static func room(_ target: [String: Any], _ root: URL) -> Room? {
        guard let name = target["name"] as? String else { return nil }
        let dependencies = (target["dependencies"] as? [[String: Any]] ?? []).compactMap { edge in
            (edge["byName"] as? [Any])?.first as? String ?? (edge["product"] as? [Any])?.first as? String
        }
        let path = target["path"] as? String ?? "Sources/\(name)"
        return Room(name: name, path: root.appending(path: path).path, dependencies: Set(dependencies))
    }

    private static func dump(_ root: URL) throws -> [String: Any] {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "architecture-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}
