import ArgumentParser
import Foundation

/// Why a command does not start, in words that say what to do.
protocol StartError: Error, CustomStringConvertible {
    /// As in sysexits(3).
    var exitCode: Int32 { get }
}

extension StartError {
    /// Says it to the operator; what is thrown then only ends the program.
    func report() -> ExitCode {
        FileHandle.standardError.write(Data("toperparty: \(self)\n".utf8))
        return ExitCode(exitCode)
    }
}
