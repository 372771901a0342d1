import HTTPTypes
import Hummingbird
import PartyProtocol
import SessionStore

/// `/admin/api/sessions`: parties of the past, and those that go on.
struct AdminHistory: Sendable {
    private static let mostSamples = 100_000

    private let desk: HistoryDesk?

    init(store: SessionStore?) { desk = store.map { HistoryDesk(store: $0) } }

    func addRoutes(to answers: RouterGroup<PartyRequestContext>) {
        answers.get("/sessions") { request, _ in try await sessions(HistoryQuery(request)) }
        answers.get("/sessions/:session") { _, context in try await session(context) }
        answers.get("/sessions/:session/timeline") { request, context in
            try await timeline(HistoryQuery(request), context)
        }
        answers.get("/sessions/:session/quality") { request, context in
            try await quality(HistoryQuery(request), context)
        }
    }

    // MARK: Answers

    /// The latest that began before `until`, earliest first.
    private func sessions(_ query: HistoryQuery) async throws -> Response {
        var filter = try query.filter()
        let limit = try query.limit(usually: 50, most: 200)
        filter.limit = limit + 1
        let found = try await reader().read { [filter] in try $0.sessions(filter) }
        return .json(.ok, SessionPage(sessions: found.suffix(limit), more: found.count > limit))
    }

    private func session(_ context: PartyRequestContext) async throws -> Response {
        var filter = try filter(context)
        filter.limit = 1000
        let (sessions, members) = try await reader().read { [filter] in
            (try $0.sessions(filter), try $0.members(filter))
        }
        guard let session = sessions.first else {
            throw HTTPRefusal(status: .notFound, message: "The history knows no such party.")
        }
        return .json(.ok, SessionAnswer(session: session, members: members))
    }

    /// The latest that came before `until`, earliest first.
    private func timeline(_ query: HistoryQuery, _ context: PartyRequestContext) async throws -> Response {
        var filter = try filter(context)
        filter.since = try query.time("since")
        filter.until = try query.time("until")
        let limit = try query.limit(usually: 1000, most: 5000)
        filter.limit = limit + 1
        let found = try await reader().read { [filter] in try $0.timeline(filter) }
        return .json(.ok, TimelinePage(events: found.suffix(limit), more: found.count > limit))
    }

    /// Samples of all members, gathered so that a chart of each has at most `points`.
    private func quality(_ query: HistoryQuery, _ context: PartyRequestContext) async throws -> Response {
        var filter = try filter(context)
        filter.since = try query.time("since")
        filter.limit = Self.mostSamples
        let points = try query.limit(usually: 120, most: 240)
        let members = try await reader().read { [filter] reader in
            var samples: [QualitySample] = []
            try reader.samples(filter) { samples.append($0) }
            return QualityCurves(samples, points: points).members
        }
        return .json(.ok, QualityAnswer(members: members))
    }

    // MARK: What is asked for

    private func reader() throws(HTTPRefusal) -> HistoryDesk {
        guard let desk else {
            throw HTTPRefusal(
                status: .notFound, message: "This server keeps no history: start it with --database to have one.")
        }
        return desk
    }

    private func filter(_ context: PartyRequestContext) throws -> AuditFilter {
        let session = try context.parameters.require("session")
        guard PartyText.isIdentifier(session) else {
            throw HTTPRefusal(status: .notFound, message: "The history knows no such party.")
        }
        var filter = AuditFilter()
        filter.session = session
        return filter
    }

    private struct SessionPage: Encodable {
        let sessions: [SessionRecord]
        let more: Bool

        init(sessions: ArraySlice<SessionRecord>, more: Bool) {
            self.sessions = Array(sessions)
            self.more = more
        }
    }

    private struct SessionAnswer: Encodable {
        let session: SessionRecord
        let members: [MemberRecord]
    }

    private struct TimelinePage: Encodable {
        let events: [AuditRecord]
        let more: Bool

        init(events: ArraySlice<AuditRecord>, more: Bool) {
            self.events = Array(events)
            self.more = more
        }
    }

    private struct QualityAnswer: Encodable {
        let members: [String: [QualityPoint]]
    }
}
