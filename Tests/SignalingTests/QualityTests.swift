import EdgeTestSupport
import Foundation
import SessionStore
import Signaling
import Testing

@Suite("How good a party is", .timeLimit(.minutes(2)))
struct QualityTests {
    /// What a body has seen, for what is checked after it.
    private actor Notes {
        var ann = ""
        var bo = ""

        func keep(ann: String, bo: String = "") { (self.ann, self.bo) = (ann, bo) }
    }

    private static func settings(_ time: Duration) -> SignalingConfiguration {
        var settings = SignalingConfiguration()
        settings.sampleTime = time
        return settings
    }

    /// Until a member's messages have been acted upon.
    private static func settle(_ member: TestMember) async {
        member.send(#"{"type":"REQUEST_SYNC"}"#)
        _ = await member.next("TIMELINE") { $0["cause"] as? String == "sync" }
    }

    @Test("what a member reports is in the sample and the summary of a member who goes")
    func reported() async throws {
        let notes = Notes()
        try await TestStore.withParty { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            await notes.keep(ann: ann.id, bo: bo.id)
            ann.send(FilmTests.film)
            #expect(await bo.next("TIMELINE") { $0["cause"] as? String == "film" } != nil)
            for error in [-10, 40.5, -20] { bo.send(#"{"type":"SYNC_REPORT","revision":1,"error":\#(error)}"#) }
            bo.send(#"{"type":"SYNC_REPORT","revision":7,"error":5000}"#)
            bo.send(#"{"type":"QUALITY_REPORT","freezes":3}"#)
            bo.send(#"{"type":"QUALITY_REPORT","freezes":2,"detour":"udp-blocked"}"#)
            bo.send(#"{"type":"QUALITY_REPORT","freezes":100000}"#)
            #expect(await bo.next("ERROR")?["message"] as? String == "freezes must be between 0 and 1000.")
            bo.send(#"{"type":"PING","timestamp":1,"roundTrip":31.5}"#)
            bo.send(#"{"type":"LEAVE"}"#)
            #expect(await ann.next("LEAVE", seconds: 20)?["memberId"] as? String == bo.id)
            #expect(try await party.eventually("members", is: 1))
        } afterwards: { stored in
            let bo = await notes.bo
            let sample = try #require(try await stored.samples(of: bo).last)
            #expect(sample.syncError == -10 && sample.syncErrorP95 == 40.5 && sample.freezes == 5)
            #expect(sample.roundTrip == 31.5 && sample.bytesIn == 0 && sample.relayBytes == 0 && sample.loss == nil)
            let summary = try #require(try await stored.events(.summary).first { $0.member == bo })
            #expect(summary.detail["syncErrorP50"] == "10.0" && summary.detail["syncErrorP95"] == "40.5")
            #expect(summary.detail["freezes"] == "5" && summary.name == "Bo")
            #expect(try await stored.members().first { $0.member == bo }?.quality == summary.detail)
            let path = try await stored.events(.path).first { $0.member == bo }
            #expect(path?.detail["why"] == "udp-blocked")
        }
    }

    @Test("everybody who is there has a row each time, one by the first extension and one by WHIP too")
    func rows() async throws {
        let notes = Notes()
        try await TestStore.withParty(configuration: Self.settings(.milliseconds(30))) { party in
            let ann = try await party.join("Ann")
            _ = try await party.joinLegacy("user-old")
            let created = try await request(
                port: party.port, "POST", "/whip/film-night?name=Studio",
                headers: [("content-type", "application/sdp")], body: TestOffer.publisher)
            #expect(created?.status == 201)
            await notes.keep(ann: ann.id)
            try await Task.sleep(for: .milliseconds(400))
        } afterwards: { stored in
            let samples = try await stored.samples()
            let members = Set(samples.map(\.member))
            #expect(members.count == 3 && members.contains("user-old"))
            let ann = await notes.ann
            let times = samples.filter { $0.member == ann }.map(\.at)
            #expect(times.count > 2 && times == times.sorted())
            #expect(samples.allSatisfy { $0.room == "film-night" && $0.session == samples[0].session })
        }
    }

    @Test("the last to go has a summary before the session's end, and none twice")
    func last() async throws {
        try await TestStore.withParty(configuration: Self.settings(.milliseconds(20))) { party in
            let ann = try await party.join("Ann")
            try await Task.sleep(for: .milliseconds(200))
            ann.send(#"{"type":"LEAVE"}"#)
            #expect(try await party.eventually("rooms", is: 0))
        } afterwards: { stored in
            let (summaries, ends) = (try await stored.events(.summary), try await stored.events(.sessionEnd))
            #expect(summaries.count == 1 && ends.count == 1)
            let (summary, end) = (try #require(summaries.first), try #require(ends.first))
            #expect(summary.seq < end.seq)
        }
    }

    @Test("a client that changes its mind about the way all the time does not fill the record")
    func fickle() async throws {
        try await TestStore.withParty { party in
            let ann = try await party.join("Ann")
            for number in 0..<40 {
                let detour = number % 2 == 0 ? "udp-blocked" : "tcp-blocked"
                ann.send(#"{"type":"QUALITY_REPORT","freezes":1000,"detour":"\#(detour)"}"#)
            }
            await Self.settle(ann)
            ann.send(#"{"type":"LEAVE"}"#)
            #expect(try await party.eventually("rooms", is: 0))
        } afterwards: { stored in
            let (paths, sample) = (try await stored.events(.path), try await stored.samples().last)
            #expect(paths.count <= 2 && sample?.freezes == 1000)
        }
    }

    @Test("an operator sees the rooms as they are now")
    func overview() async throws {
        try await TestParty.with { party in
            #expect(await party.hub.overview().isEmpty)
            let ann = try await party.join("Ann")
            let bo = try await party.join("<b>Bo</b>")
            ann.send(FilmTests.film)
            ann.send(#"{"type":"PLAY_PAUSE","id":"c1","revision":1,"playing":true,"position":100}"#)
            #expect(await bo.next("TIMELINE") { $0["cause"] as? String == "play" } != nil)
            bo.send(#"{"type":"SYNC_REPORT","revision":1,"error":-12.5}"#)
            bo.send(#"{"type":"PING","timestamp":1,"roundTrip":31.5}"#)
            await Self.settle(bo)
            let room = try #require(await party.hub.overview().first)
            #expect(room.id == "film-night" && room.members.map(\.name) == ["Ann", "<b>Bo</b>"])
            #expect(room.members.map(\.role) == ["host", "member"] && room.members.map(\.client) == ["page", "page"])
            #expect(room.playing && room.position >= 100 && room.film != nil && !room.locked && room.session == nil)
            let shown = try #require(room.members.last)
            #expect(shown.syncErrorP50 == 12.5 && shown.syncErrorP95 == 12.5 && shown.roundTrip == 31.5)
            #expect(shown.path == nil && shown.joinedAt > 1.7e12 && !shown.away)
            #expect(await party.hub.overview(of: "film-night")?.members.count == 2)
            #expect(await party.hub.overview(of: "elsewhere") == nil)
        }
    }
}
