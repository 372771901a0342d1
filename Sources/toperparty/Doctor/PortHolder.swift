import Foundation

/// Who listens on a port, as far as this user may see it.
enum PortHolder {
    /// "nginx (process 812)".
    static func name(ofTCP port: UInt16) -> String? {
        let sockets = ["tcp", "tcp6"].flatMap { inodes(listening: port, in: "/proc/net/\($0)") }
        guard !sockets.isEmpty else { return nil }
        let wanted = Set(sockets.map { "socket:[\($0)]" })
        let files = FileManager.default
        for process in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(process) != nil {
            let folder = "/proc/\(process)/fd"
            let links = ((try? files.contentsOfDirectory(atPath: folder)) ?? []).compactMap {
                try? files.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
            }
            guard links.contains(where: wanted.contains) else { continue }
            let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
            return "\(name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "?") (process \(process))"
        }
        return nil
    }

    /// proc(5): the local address is the second field with the port in hexadecimal, the state the fourth (0A is LISTEN), the inode the tenth.
    private static func inodes(listening port: UInt16, in path: String) -> [Substring] {
        let table = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let ending = ":" + String(format: "%04X", Int(port))
        return table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "0A", fields[1].hasSuffix(ending) else { return nil }
            return fields[9]
        }
    }
}
