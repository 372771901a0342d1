import EdgeTestSupport
import Foundation
import SessionStore
import Signaling
import Testing

@Suite("The operator's page: the past", .timeLimit(.minutes(1)))
struct AdminHistoryTests {
    private static let begin = 1_800_000_000_000.0

    /// Parties an hour apart, each with two members.
    private static func fill(_ store: SessionStore, parties: Int) {
        for number in 0..<parties {
            let session = "s\(number)"
            func event(_ after: Double, _ kind: AuditKind, _ member: String? = nil, _ detail: [String: String] = [:]) {
                store.record(
                    AuditEvent(
                        at: begin + Double(number) * 3_600_000 + after, kind: kind, room: "cinema-\(number % 2)",
                        session: session, member: member, filmSecond: 1.5, detail: detail))
            }
            event(0, .sessionStart)
            event(1, .join, "m1", ["name": "Ann <b>"])
            event(2, .join, "m2", ["name": "Bo"])
            event(1000, .control, "m1", ["control": "pause"])
            event(2000, .leave, "m1", ["reason": "left"])
            event(2001, .leave, "m2", ["reason": "left"])
            event(2002, .sessionEnd, nil, ["reason": "empty"])
        }
    }

    private func names(_ object: [String: Any], _ list: String, _ key: String) -> [String] {
        (object[list] as? [[String: Any]] ?? []).compactMap { $0[key] as? String }
    }

    @Test("parties are found by room, member and time, the latest of many, with what came before to be asked for")
    func sessions() async throws {
        try await TestStore.with { store in
            Self.fill(store, parties: 5)
            try await TestOperator.with(store: store) { desk in
                let all = try await desk.object("/admin/api/sessions")
                #expect(names(all, "sessions", "session") == ["s0", "s1", "s2", "s3", "s4"])
                #expect(all["more"] as? Bool == false)
                let last = try await desk.object("/admin/api/sessions?limit=2")
                #expect(names(last, "sessions", "session") == ["s3", "s4"] && last["more"] as? Bool == true)
                let before = Int(Self.begin + 3 * 3_600_000)
                let earlier = try await desk.object("/admin/api/sessions?limit=2&until=\(before)")
                #expect(names(earlier, "sessions", "session") == ["s1", "s2"])
                let room = try await desk.object("/admin/api/sessions?room=cinema-1&member=Ann%20%3Cb%3E")
                #expect(names(room, "sessions", "session") == ["s1", "s3"])
                let nobody = try await desk.object("/admin/api/sessions?member=x%27%20OR%20%271%27=%271")
                #expect(names(nobody, "sessions", "session") == [])
            }
        }
    }

    @Test("one party: who was there, and what happened, in parts")
    func session() async throws {
        try await TestStore.with { store in
            Self.fill(store, parties: 2)
            try await TestOperator.with(store: store) { desk in
                let party = try await desk.object("/admin/api/sessions/s1")
                #expect((party["session"] as? [String: Any])?["room"] as? String == "cinema-1")
                #expect(names(party, "members", "name") == ["Ann <b>", "Bo"])
                let timeline = try await desk.object("/admin/api/sessions/s1/timeline")
                #expect(names(timeline, "events", "kind").prefix(4) == ["session-start", "join", "join", "control"])
                #expect(timeline["more"] as? Bool == false)
                let part = try await desk.object("/admin/api/sessions/s1/timeline?limit=2")
                #expect(names(part, "events", "kind").last == "session-end" && part["more"] as? Bool == true)
                let since = Int(Self.begin + 3_600_000 + 2000)
                let news = try await desk.object("/admin/api/sessions/s1/timeline?since=\(since)")
                #expect(names(news, "events", "kind").first == "leave")
            }
        }
    }

    @Test("how good it was comes as few points for each member: rates averaged, the worst of everything else")
    func quality() async throws {
        try await TestStore.with { store in
            for number in 0..<100 {
                var sample = QualitySample(
                    at: Self.begin + Double(number) * 10_000, room: "cinema", session: "s1", member: "m1",
                    bytesIn: 12_500, bytesOut: 125_000)
                sample.syncError = number == 55 ? -80 : 5
                sample.freezes = number == 56 ? 2 : 0
                sample.path = "udp"
                store.record(sample)
            }
            try await TestOperator.with(store: store) { desk in
                let answer = try await desk.object("/admin/api/sessions/s1/quality?limit=10")
                let points = (answer["members"] as? [String: [[String: Any]]])?["m1"] ?? []
                #expect((9...11).contains(points.count))
                // 12 500 bytes in ten seconds.
                #expect(points.allSatisfy { abs(($0["bitsIn"] as? Double ?? 0) - 10_000) < 1 })
                #expect(points.allSatisfy { abs(($0["bitsOut"] as? Double ?? 0) - 100_000) < 1 })
                #expect(points.map { $0["syncError"] as? Double ?? 0 }.min() == -80)
                #expect(points.map { $0["freezes"] as? Int ?? 0 }.reduce(0, +) == 2)
            }
        }
    }

    @Test("questions that cannot be answered are refused by name")
    func refusals() async throws {
        try await TestStore.with { store in
            Self.fill(store, parties: 1)
            try await TestOperator.with(store: store) { desk in
                let long = String(repeating: "a", count: 300)
                for (query, name) in [
                    ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("since=today", "since"),
                    ("until=-1", "until"), ("until=nan", "until"), ("room=\(long)", "room"),
                ] {
                    let answer = try await desk.ask("/admin/api/sessions?\(query)")
                    #expect(answer.status == 400 && answer.body.hasPrefix(name), "\(query)")
                }
                #expect(try await desk.ask("/admin/api/sessions/s9").status == 404)
                #expect(try await desk.ask("/admin/api/sessions/s%27").status == 404)
            }
        }
    }

    @Test("a server without a database says so")
    func nothing() async throws {
        try await TestOperator.with { desk in
            let answer = try await desk.ask("/admin/api/sessions")
            #expect(answer.status == 404 && answer.body.contains("--database"))
        }
    }

    @Test("many questions at once are all answered, while the store goes on writing")
    func crowd() async throws {
        try await TestStore.with { store in
            Self.fill(store, parties: 50)
            try await TestOperator.with(store: store) { desk in
                try await withThrowingTaskGroup(of: Int.self) { tasks in
                    for number in 0..<24 {
                        tasks.addTask { try await desk.ask("/admin/api/sessions?limit=\(number + 1)").status }
                    }
                    Self.fill(store, parties: 50)
                    for try await status in tasks { #expect(status == 200) }
                }
                await store.flush()
                #expect(store.statistics.dropped == 0 && store.statistics.written >= 700)
            }
        }
    }
}
