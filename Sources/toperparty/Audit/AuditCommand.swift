import ArgumentParser

/// A question about the past.
protocol AuditCommand: ParsableCommand {
    func answer() throws
}

extension AuditCommand {
    func run() throws {
        do { try answer() } catch let error as any StartError {
            throw error.report()
        }
    }
}
