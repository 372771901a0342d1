import Foundation

/// Janus with its defaults, but for what would disturb: only the videoroom, only HTTP, ICE lite on loopback like ours.
enum JanusConfiguration {
    static func write(port: Int) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("compare-janus-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let library = "/usr/lib/x86_64-linux-gnu/janus"
        let main = """
            general: {
              configs_folder = "\(folder.path)"
              plugins_folder = "\(library)/plugins"
              transports_folder = "\(library)/transports"
              events_folder = "\(library)/events"
              loggers_folder = "\(library)/loggers"
              debug_level = 2
              session_timeout = 0
            }
            nat: { ice_lite = true, ice_enforce_list = "127.0.0.1" }
            media: { rtp_port_range = "20000-20999" }
            plugins: { disable = "\(others(library + "/plugins", but: "videoroom"))" }
            transports: { disable = "\(others(library + "/transports", but: "http"))" }
            """
        let http = """
            general: { json = "compact", base_path = "/janus", http = true, port = \(port), ip = "127.0.0.1", https = false }
            admin: { admin_http = false }
            """
        for (name, text) in [
            ("janus", main), ("janus.transport.http", http), ("janus.plugin.videoroom", "general: {}"),
        ] {
            try text.write(to: folder.appendingPathComponent(name + ".jcfg"), atomically: true, encoding: .utf8)
        }
        return folder.path
    }

    private static func others(_ folder: String, but kept: String) -> String {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".so") && !$0.contains(kept) }.joined(separator: ",")
    }
}
