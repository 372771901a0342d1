import ArgumentParser
import Foundation
import SessionStore

/// Where the history is.
struct AuditPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The server's database. (default: what TOPERPARTY_DATABASE or the file given by --config say)",
            valueName: "path"))
    var database: String?

    @Option(help: ArgumentHelp("The server's YAML file, to find the database and its key.", valueName: "path"))
    var config: String?

    func path() throws -> String {
        if let database { return database }
        guard let path = try configuration().audit.database else {
            throw AuditFailure.usage("name the server's database with --database.")
        }
        return path
    }

    /// The file that holds the key: as named, or as the server is told, or beside the database.
    func keyPath(_ named: String?) throws -> String {
        if let named { return named }
        let path = try path()
        let told = database == nil || config != nil ? try configuration().audit.key : nil
        return told ?? AuditKey.beside(path)
    }

    func open() throws -> AuditFile { try AuditFile(path: try path()) }

    private func configuration() throws -> Configuration {
        var flags: [ConfigurationKey: [String]] = [:]
        flags[.config] = config.map { [$0] }
        return try Configuration(flags: flags, environment: ProcessInfo.processInfo.environment) {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
    }
}
