import Bytes
import Foundation
import Logging
import MediaServer

/// Understands the values of settings.
enum Setting {
    static func port(_ text: String) throws(SettingProblem) -> UInt16 {
        guard let port = UInt16(text) else {
            throw SettingProblem("a port is a number from 1 to 65535, or 0 for any that is free; not \"\(text)\".")
        }
        return port
    }

    /// `localhost` is understood, other names are not: a name may mean several addresses, and media needs one.
    static func host(_ text: String) throws(SettingProblem) -> SocketAddress {
        if text == "localhost" { return SocketAddress(ipv4: 0x7F00_0001, port: 0) }
        return try address(text)
    }

    static func publicAddresses(_ texts: [String]) throws(SettingProblem) -> [SocketAddress] {
        guard !texts.isEmpty else { throw SettingProblem("at least one address.") }
        var addresses: [SocketAddress] = []
        for text in texts {
            let address = try address(text)
            guard !isUnspecified(address) else { throw SettingProblem("nobody can send to \"\(text)\".") }
            if !addresses.contains(address) { addresses.append(address) }
        }
        return addresses
    }

    private static func address(_ text: String) throws(SettingProblem) -> SocketAddress {
        guard let address = SocketAddress(host: text, port: 0) else {
            throw SettingProblem("an IPv4 or IPv6 address, such as 203.0.113.7 or 2001:db8::7; not \"\(text)\".")
        }
        return address
    }

    private static func isUnspecified(_ address: SocketAddress) -> Bool {
        address == SocketAddress(ipv4: 0, port: 0) || (address.high == 0 && address.low == 0)
    }

    static func workers(_ text: String) throws(SettingProblem) -> Int {
        guard let workers = Int(text), (1...MediaServer.workerLimit).contains(workers) else {
            throw SettingProblem("a number of threads from 1 to \(MediaServer.workerLimit), not \"\(text)\".")
        }
        return workers
    }

    static func logLevel(_ text: String) throws(SettingProblem) -> Logger.Level {
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingProblem("one of \(levels); not \"\(text)\".")
        }
        return level
    }

    /// The file need not exist, but it must be possible to write it.
    static func database(_ text: String) throws(SettingProblem) -> String {
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        if files.fileExists(atPath: text, isDirectory: &isDirectory) {
            guard !isDirectory.boolValue else { throw SettingProblem("\"\(text)\" is a directory; name a file in it.") }
            guard files.isWritableFile(atPath: text) else {
                throw SettingProblem("\"\(text)\" may not be written by this user.")
            }
            return text
        }
        let directory = URL(fileURLWithPath: text).deletingLastPathComponent().path
        guard !text.isEmpty, files.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue
        else {
            throw SettingProblem("the directory of \"\(text)\" does not exist; create it first.")
        }
        guard files.isWritableFile(atPath: directory) else {
            throw SettingProblem("\(directory) may not be written by this user.")
        }
        return text
    }
}
