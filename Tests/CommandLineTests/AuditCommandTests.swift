import Access
import Foundation
import SessionStore
import Testing

/// `toperparty audit` and `toperparty invite` on a real database, as an operator runs them.
@Suite("audit and invite as processes", .timeLimit(.minutes(5)))
struct AuditCommandTests {
    private static let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("toperparty")
    private static let secret = "0123456789abcdef0123456789abcdef"

    private let directory: URL
    private var database: String { directory.appending(path: "party.sqlite").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (code: Int32, text: String, errors: String) {
        let process = Process()
        let (output, errors) = (directory.appending(path: "out"), directory.appending(path: "err"))
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = environment.merging(["HOME": "/tmp", "TZ": "UTC"]) { first, _ in first }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return (
            process.terminationStatus, try String(contentsOf: output, encoding: .utf8),
            try String(contentsOf: errors, encoding: .utf8)
        )
    }

    private func audit(_ arguments: String...) throws -> (code: Int32, text: String, errors: String) {
        try run(["audit"] + arguments + ["--database", database])
    }

    /// A server that runs, and a party in its database.
    private func store() async throws -> SessionStore {
        let store = try SessionStore(path: database)
        func event(_ after: Double, _ kind: AuditKind, _ member: String?, _ detail: [String: String]) {
            store.record(
                AuditEvent(
                    at: 1_800_000_000_000 + after, kind: kind, room: "cinema", session: "s1", member: member,
                    filmSecond: kind == .control ? 3723.4 : nil, detail: detail))
        }
        event(0, .join, "m1", ["name": "=cmd \"Ada\"", "address": "192.0.2.77"])
        event(1, .join, "m2", ["name": "Bob\u{1B}[2J\nroot"])
        event(2, .control, "m2", ["action": "pause"])
        event(3, .leave, "m2", ["reason": "left"])
        event(4, .leave, "m1", ["reason": "left"])
        event(5, .sessionEnd, nil, ["reason": "empty"])
        await store.flush()
        return store
    }

    @Test("tables answer while the server runs; names cannot move a terminal's cursor")
    func tables() async throws {
        let store = try await store()
        let sessions = try audit("sessions")
        #expect(
            sessions.code == 0 && sessions.text.contains("cinema") && sessions.text.contains("2027-01-15 08:00:00.000"))
        let timeline = try audit("timeline", "--room", "cinema")
        #expect(timeline.code == 0 && timeline.text.contains("1:02:03.4") && timeline.text.contains("action=pause"))
        #expect(!timeline.text.contains("\u{1B}") && timeline.text.split(separator: "\n").count == 7)
        let show = try audit("show", "s1")
        #expect(show.code == 0 && show.text.contains("192.0.2.0/24") && show.text.contains("pause"))
        #expect(try audit("members", "--member", "m1").text.split(separator: "\n").count == 2)
        #expect(try audit("timeline", "--until", "2020-01-01").text == "Nothing happened.\n")
        await store.close()
    }

    @Test("--json is one object a line, --csv is quoted and starts no formula")
    func forms() async throws {
        let store = try await store()
        await store.close()
        let lines = try audit("timeline", "--json").text.split(separator: "\n")
        #expect(lines.count == 6)
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        let join = try #require(
            try JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
        #expect(
            join["name"] as? String == "Bob\u{1B}[2J\nroot" && join["time"] as? String == "2027-01-15T08:00:00.001Z")
        let csv = try audit("export", "--csv").text
        #expect(csv.hasPrefix("seq,time,room,kind,") && csv.contains(",\"'=cmd \"\"Ada\"\"\","))
        #expect(try audit("export").text.split(separator: "\n").count == 6)
    }

    @Test("verify says that nothing was changed with 0, names the edited row with 1, and checks a noted head")
    func verify() async throws {
        let store = try await store()
        await store.close()
        let good = try audit("verify")
        #expect(good.code == 0 && good.text.contains("nothing was changed") && good.text.contains("is signed"))
        let head = try #require(good.text.split(separator: "\n").first { $0.hasPrefix("head: ") }).dropFirst(6)
        #expect(try audit("verify", "--head", String(head)).code == 0)
        let copy = directory.appending(path: "copy.sqlite")
        var bytes = try Data(contentsOf: URL(filePath: database))
        let range = try #require(bytes.range(of: Data("pause".utf8)))
        bytes[range.lowerBound] = UInt8(ascii: "c")
        try bytes.write(to: copy)
        let key = AuditKey.beside(database)
        let bad = try run(["audit", "verify", "--database", copy.path, "--key", key])
        #expect(bad.code == 1 && bad.text.contains("CHANGED: event 3"))
        let json = try run(["audit", "verify", "--json", "--database", copy.path, "--key", key])
        #expect(json.code == 1 && json.text.contains(#""row":"3""#))
    }

    @Test("erase asks first, then erases; the chain stays whole")
    func erase() async throws {
        let store = try await store()
        let ask = try audit("erase", "--member", "m1")
        #expect(ask.code == 1 && ask.text.contains("Ada") && ask.errors.contains("--yes"))
        #expect(try audit("erase", "--member", "m1", "--yes").code == 0)
        #expect(try !audit("members").text.contains("Ada"))
        #expect(try audit("verify").code == 0)
        #expect(try audit("erase", "--member", "nobody", "--yes").code == 1)
        await store.close()
    }

    @Test("what cannot be answered ends with a code and a sentence")
    func refusals() async throws {
        let store = try await store()
        await store.close()
        #expect(try run(["audit", "sessions", "--database", "/no/such"]).code == 66)
        #expect(try run(["audit", "sessions"]).errors.contains("--database"))
        #expect(try audit("timeline", "--since", "yesterday").code == 64)
        #expect(try audit("timeline", "--kind", "dance").errors.contains("control"))
        #expect(try audit("show", "s9").code == 1)
        #expect(try audit("verify", "--key", "/no/such").code == 66)
        let other = directory.appending(path: "other")
        try Data("hello".utf8).write(to: other)
        #expect(try run(["audit", "sessions", "--database", other.path]).code == 66)
        for command in ["sessions", "show", "timeline", "members", "export", "verify", "erase"] {
            #expect(try run(["audit", command, "--help"]).code == 0)
        }
    }

    @Test("invite prints a link and a token that the server's key recognises")
    func invite() async throws {
        let run = try run([
            "invite", "--room", "cinema", "--role", "deputy", "--name", "Ada", "--expires", "2h", "--uses", "3",
            "--auth-secret", Self.secret, "--public-url", "https://party.example.org",
        ])
        #expect(run.code == 0)
        let token = try #require(run.text.split(separator: "token: ").last?.split(separator: "\n").first)
        #expect(run.text.contains("https://party.example.org/party/cinema#token=\(token)"))
        let now = Date().timeIntervalSince1970 * 1000
        let invitation = try await InvitationKey(Self.secret).verify(String(token), room: "cinema", now: now)
        #expect(invitation.role == .deputy && invitation.name == "Ada" && invitation.uses == 3)
        #expect(abs(invitation.expires - now - 7_200_000) < 60_000)
    }

    @Test("invite says what is wrong")
    func noInvitation() throws {
        let base = ["invite", "--room", "cinema"]
        #expect(try run(base).errors.contains("--auth-secret"))
        let secret = ["--auth-secret", Self.secret]
        for wrong in [["--role", "god"], ["--expires", "soon"], ["--uses", "0"]] {
            #expect(try run(base + secret + wrong).code == 64)
        }
        #expect(try run(["invite", "--room", "../x"] + secret).errors.contains("room"))
        #expect(try run(base + ["--auth-secret", "short"]).code == 64)
    }
}
