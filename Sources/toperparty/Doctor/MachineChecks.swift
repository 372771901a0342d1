import Bytes
import Foundation
import Glibc

/// What the machine has to offer.
struct MachineChecks {
    func findings() -> [Finding] { [descriptors, buffers, clock] }

    /// Each connection over TCP takes a descriptor.
    private var descriptors: Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return .skipped("file limit", "cannot be read")
        }
        guard limit.rlim_max < 8192 else { return .good("file limit", "\(min(limit.rlim_max, 65_536)) descriptors") }
        return .warning(
            "file limit", "only \(limit.rlim_max) descriptors, so about as many connections",
            fix: "systemd: LimitNOFILE=65536", "shell: ulimit -n 65536 before the start")
    }

    /// A burst of all members' key frames has to fit while a worker is busy.
    private var buffers: Finding {
        let wanted = 4 << 20
        let small = ["rmem_max", "wmem_max"].filter { (number("/proc/sys/net/core/\($0)") ?? wanted) < wanted }
        guard !small.isEmpty else { return .good("UDP buffers", "4 MiB for reading and writing") }
        let values = small.map { "net.core.\($0) is \(number("/proc/sys/net/core/\($0)") ?? 0)" }
        return Finding(
            check: "UDP buffers", status: .warning,
            detail: "\(values.joined(separator: ", ")); bursts of many members may be lost",
            fix: small.map { "sysctl -w net.core.\($0)=\(wanted)" } + [
                "to keep it: deploy/sysctl.conf in /etc/sysctl.d"
            ])
    }

    private func number(_ path: String) -> Int? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
            Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Certificates, invitations and relay credentials are good from one time to another.
    private var clock: Finding {
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        guard year >= 2025 else {
            return .bad("clock", "the year is \(year)", fix: "timedatectl set-ntp true")
        }
        switch isSynchronised {
        case true?: return .good("clock", "kept right by a time server")
        case false?:
            return .warning(
                "clock", "no time server keeps it right; certificates and invitations depend on it",
                fix: "timedatectl set-ntp true")
        case nil: return .skipped("clock", "whether a time server keeps it right cannot be found out")
        }
    }

    /// adjtimex(2): 5 is TIME_ERROR, a clock that is not synchronised. Glibc's module leaves the function out, so it is looked up.
    private var isSynchronised: Bool? {
        typealias Function = @convention(c) (UnsafeMutableRawPointer) -> Int32
        guard let symbol = dlsym(nil, "adjtimex") else { return nil }
        let adjtimex = unsafeBitCast(symbol, to: Function.self)
        let state = withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { memory -> Int32 in
            guard let base = memory.baseAddress else { return -1 }
            memory.initializeMemory(as: UInt8.self, repeating: 0)
            return adjtimex(base)
        }
        return state < 0 ? nil : state != 5
    }
}
