import EdgeTestSupport
import SessionStore

extension Collection where Element == AuditRecord {
    func of(_ kind: AuditKind) -> [AuditRecord] { filter { $0.kind == kind.rawValue } }

    /// Why something was refused, in order.
    var reasons: [String] { compactMap { $0.detail["reason"] } }
}

extension TestParty {
    /// Until that many refusals are in the record.
    func refusals(_ count: Int) async throws -> Bool { try await eventually("refusals_total", is: count) }
}

extension TestWebSocket {
    /// As browsers do by themselves, until the connection ends.
    func answerPings() -> Task<Void, Never> {
        Task {
            while !Task.isCancelled, !socket.isClosed {
                guard let frame = await frame(seconds: 1), frame.opcode == 9 else { continue }
                send(opcode: 10, frame.payload)
            }
        }
    }
}
