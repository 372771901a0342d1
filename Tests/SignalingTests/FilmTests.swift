import Edge
import EdgeTestSupport
import PartyCore
import PartyProtocol
import Signaling
import Testing

@Suite("The film, over real sockets", .timeLimit(.minutes(2)))
struct FilmTests {
    static let film =
        #"{"type":"URL_CHANGE","id":"u1","revision":0,"film":{"kind":"web","url":"https://films.example/a.mp4","duration":3600}}"#

    @Test(
        "a command reaches everyone, the sender too, with one moment for all, and late joiners land on the running position"
    )
    func timeline() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            bo.send(Self.film)
            #expect(await ann.next("TIMELINE")?["cause"] as? String == "film")
            ann.send(#"{"type":"PLAY_PAUSE","id":"c1","revision":1,"playing":true,"position":100}"#)
            let told = try #require(await bo.next("TIMELINE") { $0["cause"] as? String == "play" })
            let own = try #require(await ann.next("TIMELINE") { $0["cause"] as? String == "play" })
            #expect(told["applyAt"] as? Double == own["applyAt"] as? Double && own["id"] as? String == "c1")
            #expect(told["by"] as? String == ann.id && told["playing"] as? Bool == true)
            let cleo = try await party.join("Cleo")
            let timeline = try #require(cleo.welcome["timeline"] as? [String: Any])
            let expected = 100 + max(0, (timeline["applyAt"] as! Double) - (told["applyAt"] as! Double)) / 1000
            #expect(abs((timeline["position"] as! Double) - expected) < 0.01)
            cleo.send(#"{"type":"REQUEST_SYNC"}"#)
            let answer = try #require(await cleo.next("TIMELINE"))
            #expect(answer["cause"] as? String == "sync" && (answer["position"] as! Double) >= 100)
        }
    }

    @Test("what is stale, not allowed, or no film is refused to the sender alone")
    func refusals() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            ann.send(#"{"type":"PLAY_PAUSE","id":"c1","revision":0,"playing":true}"#)
            #expect(await ann.next("ERROR")?["code"] as? String == "bad_film")
            ann.send(Self.film)
            #expect(await bo.next("TIMELINE") != nil)
            bo.send(#"{"type":"SEEK","id":"c1","revision":0,"position":5}"#)
            let stale = await bo.next("ERROR")
            #expect(stale?["code"] as? String == "stale" && stale?["in"] as? String == "SEEK")
            ann.send(#"{"type":"POLICY","control":"host"}"#)
            #expect(await bo.next("POLICY") != nil)
            bo.send(#"{"type":"SEEK","id":"c2","revision":1,"position":5}"#)
            #expect(await bo.next("ERROR")?["code"] as? String == "not_allowed")
            ann.send(#"{"type":"SEEK","id":"c3","revision":1,"position":7}"#)
            let seek = await ann.next("TIMELINE") { $0["cause"] as? String == "seek" }
            #expect(seek?["position"] as? Double == 7)
        }
    }

    @Test(
        "W5: no address that is not a film's goes to anybody",
        arguments: [
            "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://u:p@films.example/",
            "https://www.netflix.com/logout",
        ])
    func badFilms(url: String) async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            ann.send(#"{"type":"URL_CHANGE","id":"u","revision":0,"film":{"kind":"web","url":"\#(url)"}}"#)
            #expect(await ann.next("ERROR")?["code"] as? String == "bad_film")
            ann.send(#"{"type":"CHAT","text":"after"}"#)
            while let frame = await bo.web.frame(seconds: 20) {
                #expect(!frame.text.contains("URL_CHANGE") && !frame.text.contains("TIMELINE"))
                if frame.text.contains("after") { break }
            }
        }
    }

    @Test("everyone waits for who stalls, is told for whom, and goes on at the deadline")
    func waiting() async throws {
        var configuration = SignalingConfiguration()
        configuration.party.waitDeadline = 300
        try await TestParty.with(configuration: configuration) { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            ann.send(Self.film)
            ann.send(#"{"type":"PLAY_PAUSE","id":"c1","revision":1,"playing":true}"#)
            #expect(await bo.next("TIMELINE") { $0["cause"] as? String == "play" } != nil)
            bo.send(#"{"type":"BUFFERING","revision":1,"state":"stalled"}"#)
            #expect(await ann.next("WAITING", seconds: 20)?["members"] as? [String] == [bo.id])
            #expect(await ann.next("TIMELINE", seconds: 20)?["held"] as? Bool == true)
            #expect(await ann.next("WAITING", seconds: 20)?["members"] as? [String] == [])
            #expect(await ann.next("TIMELINE", seconds: 20)?["cause"] as? String == "go-on")
        }
    }

    @Test("how well members are together is told to all")
    func syncErrors() async throws {
        var configuration = SignalingConfiguration()
        configuration.party.syncErrorInterval = 100
        try await TestParty.with(configuration: configuration) { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            ann.send(Self.film)
            #expect(await bo.next("TIMELINE", seconds: 20) != nil)
            bo.send(#"{"type":"SYNC_REPORT","revision":1,"error":-12.5}"#)
            let told = await ann.next("SYNC_ERRORS", seconds: 20)?["members"] as? [[String: Any]]
            #expect(told?.first?["memberId"] as? String == bo.id && told?.first?["p95"] as? Double == 12.5)
        }
    }
}
