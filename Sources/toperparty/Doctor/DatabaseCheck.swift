import Foundation
import Glibc

/// Whether the history can be written.
struct DatabaseCheck {
    let path: String?

    var finding: Finding {
        guard let path else {
            return .skipped("database", "none: no history is kept, and rooms do not survive a restart (--database)")
        }
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if let problem = Self.problem(path, directory) { return problem }
        guard let free = Self.freeBytes(directory) else { return .good("database", "\(path) can be written") }
        guard free > 256 << 20 else {
            return .warning(
                "database", "\(path): only \(free >> 20) MiB are free there",
                fix: "make room on the disk, or bound the history with --audit-size and --audit-days")
        }
        return .good("database", "\(path) can be written, \(free >> 20) MiB free")
    }

    /// SQLite writes its journal beside the file, so the directory has to be writable too.
    private static func problem(_ path: String, _ directory: String) -> Finding? {
        let trial = directory + "/.toperparty-doctor-\(getpid())"
        for (name, flags) in [(trial, O_RDWR | O_CREAT | O_EXCL), (path, O_RDWR)] {
            let descriptor = open(name, flags | O_CLOEXEC, 0o600)
            guard descriptor < 0 else {
                close(descriptor)
                continue
            }
            let code = errno
            guard code != ENOENT || name == trial else { continue }
            unlink(trial)
            return refusal(of: path, directory, code)
        }
        unlink(trial)
        return nil
    }

    static func refusal(of path: String, _ directory: String, _ code: Int32) -> Finding {
        let reason = String(cString: strerror(code))
        switch code {
        case EROFS:
            return .bad(
                "database", "\(path) is on a read-only file system",
                fix: "mount -o remount,rw \(directory)",
                "systemd: StateDirectory=toperparty and --database /var/lib/toperparty/party.sqlite")
        case ENOSPC: return .bad("database", "\(directory) is full", fix: "make room on the disk")
        default:
            return .bad(
                "database", "\(path) cannot be written: \(reason)",
                fix: "chown the directory \(directory) to the user who runs the server",
                "systemd: StateDirectory=toperparty and --database /var/lib/toperparty/party.sqlite")
        }
    }

    private static func freeBytes(_ directory: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: directory)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
    }
}
