import Access
import EdgeTestSupport
import Foundation
import PartyProtocol
import SessionStore
import Signaling
import Testing

@Suite("The operator's page: what goes on, and what an operator does", .timeLimit(.minutes(2)))
struct AdminRoomTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    @Test("rooms and members are listed as they are now")
    func overview() async throws {
        try await TestOperator.with { desk in
            let empty = try await desk.object("/admin/api/overview")
            #expect((empty["rooms"] as? [Any])?.isEmpty == true && empty["version"] as? String == "1.2.3")
            #expect(empty["history"] == nil)
            let ann = try await desk.party.join("Ann")
            let bo = try await desk.party.join("<img src=x>")
            _ = try await desk.party.join("Cleo", room: "elsewhere")
            let server = try await desk.object("/admin/api/overview")
            let rooms = server["rooms"] as? [[String: Any]] ?? []
            #expect(rooms.map { $0["id"] as? String } == ["film-night", "elsewhere"], "the largest first")
            #expect(rooms.first?["members"] as? Int == 2 && server["members"] as? Int == 3)
            let answer = try await desk.object("/admin/api/rooms/film-night")
            let members = (answer["room"] as? [String: Any])?["members"] as? [[String: Any]] ?? []
            #expect(members.map { $0["id"] as? String } == [ann.id, bo.id])
            #expect(members.map { $0["name"] as? String } == ["Ann", "<img src=x>"])
            #expect(members.map { $0["role"] as? String } == ["host", "member"])
        }
    }

    @Test("what is not there, and what is no name, is said")
    func unknown() async throws {
        try await TestOperator.with { desk in
            let ann = try await desk.party.join("Ann")
            #expect(try await desk.ask("/admin/api/rooms/elsewhere").status == 404)
            #expect(try await desk.ask("/admin/api/rooms/a%20b").status == 400)
            #expect(try await desk.ask("/admin/api/rooms/film-night/members/nobody/kick", "POST").status == 404)
            #expect(try await desk.ask("/admin/api/rooms/elsewhere/members/\(ann.id)/kick", "POST").status == 404)
            #expect(try await desk.ask("/admin/api/rooms/elsewhere/close", "POST").status == 404)
            #expect(try await desk.party.metric("members") == 1)
        }
    }

    @Test("an operator removes even the host; the seat is void, the others are told, the next one becomes host")
    func kick() async throws {
        try await TestOperator.with { desk in
            let ann = try await desk.party.join("Ann")
            let bo = try await desk.party.join("Bo")
            #expect(try await desk.ask("/admin/api/rooms/film-night/members/\(ann.id)/kick", "POST").status == 204)
            #expect(await ann.next("ERROR", seconds: 20)?["code"] as? String == "kicked")
            #expect(await ann.web.closeCode(seconds: 20) == 4003)
            #expect(await bo.next("LEAVE", seconds: 20)?["reason"] as? String == "kicked")
            #expect(await bo.next("HOST_CHANGED", seconds: 20)?["hostId"] as? String == bo.id)
            let again = try await desk.party.connect()
            again.send(
                #"{"type":"JOIN","version":1,"roomId":"film-night","name":"Ann","resume":"\#(ann.resumeToken)"}"#)
            #expect(await again.next("ERROR", seconds: 20)?["code"] as? String == "kicked")
        }
    }

    @Test("a removed member's personal invitation is refused")
    func kickedInvitation() async throws {
        let key = try await InvitationKey(Self.secret)
        try await TestOperator.with(access: AccessControl(key: key)) { desk in
            let token = try await key.issue(Invitation(room: "film-night", name: "Guest", expires: 4e12, uses: 5))
            let join = #"{"type":"JOIN","version":1,"roomId":"film-night","name":"X","token":"\#(token)"}"#
            let guest = try await desk.party.connect()
            guest.send(join)
            let id = try #require(await guest.next("WELCOME", seconds: 20)?["memberId"] as? String)
            #expect(try await desk.ask("/admin/api/rooms/film-night/members/\(id)/kick", "POST").status == 204)
            let again = try await desk.party.connect()
            again.send(join)
            #expect(await again.next("ERROR", seconds: 20)?["code"] as? String == "bad_token")
        }
    }

    @Test("media of whoever is removed ends within a second, by WebSocket and by WHIP")
    func media() async throws {
        try await TestOperator.with { desk in
            let party = desk.party
            let ann = try await party.join("Ann")
            try ann.send(["type": "OFFER", "id": 1, "sdp": TestOffer.member, "tracks": []])
            #expect(await ann.next("ANSWER", seconds: 20) != nil)
            let bo = try await party.join("Bo")
            let created = try await request(
                port: party.port, "POST", "/whip/film-night?name=Studio",
                headers: [("content-type", "application/sdp")],
                body: TestOffer.publisher)
            let studio = try #require(
                await bo.next("JOIN") { ($0["member"] as? [String: Any])?["name"] as? String == "Studio" }?["member"]
                    as? [String: Any])
            #expect(try await party.metric("transports") == 2)
            for (id, left) in [(ann.id, 1), (studio["memberId"] as? String ?? "", 0)] {
                #expect(try await desk.ask("/admin/api/rooms/film-night/members/\(id)/kick", "POST").status == 204)
                let start = ContinuousClock.now
                #expect(try await party.eventually("transports", is: left))
                #expect(ContinuousClock.now - start < .seconds(1))
            }
            let resource = try #require(created?["location"])
            #expect(try await request(port: party.port, "DELETE", resource)?.status == 404)
        }
    }

    @Test("closing a room sends everybody away, whoever waits or watches too, and nobody comes in for a minute")
    func close() async throws {
        let clock = ManualClock()
        try await TestOperator.with(clock: clock.wall) { desk in
            let party = desk.party
            let ann = try await party.join("Ann")
            ann.send(#"{"type":"POLICY","admission":"knock"}"#)
            _ = await ann.next("POLICY", seconds: 20)
            let bo = try await party.connect()
            bo.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"Bo"}"#)
            _ = await bo.next("KNOCKING", seconds: 20)
            let sdp = [("content-type", "application/sdp")]
            _ = try await request(port: party.port, "POST", "/whep/film-night", headers: sdp, body: TestOffer.viewer)
            #expect(try await desk.ask("/admin/api/rooms/film-night/close", "POST").status == 204)
            #expect(await ann.next("ERROR", seconds: 20)?["code"] as? String == "room_closed")
            #expect(await ann.web.closeCode(seconds: 20) == 4004)
            #expect(await bo.next("ERROR", seconds: 20)?["code"] as? String == "refused")
            for metric in ["rooms", "transports", "http_sessions"] {
                #expect(try await party.eventually(metric, is: 0), "\(metric)")
            }
            let again = try await party.connect()
            again.send(
                #"{"type":"JOIN","version":1,"roomId":"film-night","name":"Ann","resume":"\#(ann.resumeToken)"}"#)
            #expect(await again.next("ERROR", seconds: 20)?["code"] as? String == "room_closed")
            let refused = try await request(
                port: party.port, "POST", "/whip/film-night", headers: sdp, body: TestOffer.publisher)
            #expect(refused?.status == 403)
            _ = try await party.join("Cleo", room: "elsewhere")
            clock.pass(60_001)
            let new = try await party.join("Ann")
            #expect(new.id != ann.id && new.welcome["role"] as? String == "host")
        }
    }

    /// Until the party's end is written.
    private static func wholeTimeline(_ store: SessionStore) async throws -> [AuditRecord] {
        for _ in 0..<200 {
            let records = try await store.audit { try $0.timeline(AuditFilter()) }
            if records.contains(where: { $0.kind == "session-end" }) { return records }
            try await Task.sleep(for: .milliseconds(20))
        }
        return []
    }

    @Test("what the operator did is in the audit trail as the operator's, and the chain holds")
    func record() async throws {
        try await TestStore.with { store in
            try await TestOperator.with(store: store) { desk in
                let ann = try await desk.party.join("Ann")
                let bo = try await desk.party.join("Bo")
                _ = try await desk.ask("/admin/api/rooms/film-night/members/\(bo.id)/kick", "POST")
                _ = try await desk.ask("/admin/api/rooms/film-night/close", "POST")
                let records = try await Self.wholeTimeline(store)
                let done = records.filter { $0.kind == "operator" }
                #expect(done.map { $0.detail["action"] } == ["kick", "close-room"])
                #expect(done.map(\.member) == [bo.id, nil])
                #expect(records.first { $0.kind == "kick" }?.detail["by"] == "operator")
                let leaves = records.filter { $0.kind == "leave" }
                #expect(leaves.map(\.member) == [bo.id, ann.id])
                #expect(leaves.map { $0.detail["reason"] } == ["kicked", "removed"])
                #expect(records.last { $0.kind == "session-end" }?.detail["reason"] == "operator")
            }
        }
    }
}
