import Foundation

/// Files.
extension Setting {
    static func readableFile(_ text: String) throws(SettingProblem) -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: text, isDirectory: &isDirectory) else {
            throw SettingProblem("there is no file \"\(text)\".")
        }
        guard !isDirectory.boolValue else { throw SettingProblem("\"\(text)\" is a directory; name a file in it.") }
        guard FileManager.default.isReadableFile(atPath: text) else {
            throw SettingProblem(
                "\"\(text)\" may not be read by this user; give it to the server's group (chgrp, chmod 640).")
        }
        return text
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
            throw SettingProblem("\"\(text)\" cannot be made: \(directory) may not be written by this user.")
        }
        return text
    }
}
