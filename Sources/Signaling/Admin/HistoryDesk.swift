import SessionStore

/// Reads the past, a few answers at a time, so that whoever asks for much leaves connections to the database for others. Writing never waits for it.
actor HistoryDesk {
    private static let atOnce = 2
    private static let longestQueue = 32

    private let store: SessionStore
    private var busy = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(store: SessionStore) { self.store = store }

    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (AuditReader) throws -> Answer
    ) async throws(HTTPRefusal) -> Answer {
        try await enter()
        defer { leave() }
        do {
            return try await store.audit(body)
        } catch {
            throw .unavailable("The history cannot be read: \(error)")
        }
    }

    private func enter() async throws(HTTPRefusal) {
        guard busy >= Self.atOnce else { return busy += 1 }
        guard waiting.count < Self.longestQueue else {
            throw .unavailable("Too many questions about the past wait already.")
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Whoever waits next takes the place.
    private func leave() {
        if waiting.isEmpty { busy -= 1 } else { waiting.removeFirst().resume() }
    }
}
