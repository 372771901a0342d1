import Edge
import EdgeTestSupport
import PartyProtocol
import Signaling
import Testing

@Suite("The first extension", .timeLimit(.minutes(2)))
struct LegacyTests {
    private static let url = "https://www.netflix.com/watch/70143836"

    private func urlChange(_ user: String, _ url: String = url) -> String {
        #"{"type":"URL_CHANGE","userId":"\#(user)","roomId":"film-night","url":"\#(url)"}"#
    }

    @Test("JOIN is told to the others, offers, answers and candidates reach the one they are for, as they are")
    func mesh() async throws {
        try await TestParty.with { party in
            let ann = try await party.joinLegacy("user_ann")
            let bo = try await party.joinLegacy("user_bo")
            #expect(await ann.next("JOIN", seconds: 20)?["userId"] as? String == "user_bo")
            for (type, field) in [
                ("OFFER", #""offer":{"type":"offer","sdp":"v=0"}"#), ("ANSWER", #""answer":{}"#),
                ("ICE_CANDIDATE", #""candidate":{"candidate":""}"#),
            ] {
                let text =
                    #"{"type":"\#(type)","from":"user_ann","to":"user_bo",\#(field),"userId":"user_ann","roomId":"film-night"}"#
                ann.send(text)
                #expect(await bo.web.frame(seconds: 20)?.text == text)
            }
            await bo.web.socket.drop()
            #expect(await ann.next("LEAVE", seconds: 20)?["userId"] as? String == "user_bo")
        }
    }

    @Test("play, pause, seek and address go to the others; REQUEST_SYNC answers the running position")
    func film() async throws {
        try await TestParty.with { party in
            let ann = try await party.joinLegacy("user_ann")
            let bo = try await party.joinLegacy("user_bo")
            ann.send(urlChange("user_ann", Self.url + "?trackId=1"))
            #expect(await bo.next("URL_CHANGE", seconds: 20)?["url"] as? String == Self.url)
            ann.send(
                #"{"type":"PLAY_PAUSE","userId":"user_ann","roomId":"film-night","control":"play","currentTime":60}"#)
            let play = await bo.next("PLAY_PAUSE", seconds: 20)
            #expect(play?["control"] as? String == "play" && abs((play?["currentTime"] as? Double ?? 0) - 60) < 1)
            bo.send(#"{"type":"SEEK","userId":"user_bo","roomId":"film-night","currentTime":600,"isPlaying":true}"#)
            #expect(await ann.next("SEEK", seconds: 20)?["userId"] as? String == "user_bo")
            let cleo = try await party.joinLegacy("user_cleo")
            cleo.send(#"{"type":"REQUEST_SYNC","userId":"user_cleo","roomId":"film-night","respectAutoPlay":true}"#)
            let sync = try #require(await cleo.next("SYNC_RESPONSE", seconds: 20))
            #expect(sync["to"] as? String == "user_cleo" && sync["fromUserId"] as? String == "server")
            #expect(sync["url"] as? String == Self.url && sync["isPlaying"] as? Bool == true)
            #expect((sync["currentTime"] as? Double ?? 0) >= 599 && sync["respectAutoPlay"] as? Bool == true)
            ann.send(
                #"{"type":"PLAY_PAUSE","userId":"user_ann","roomId":"film-night","control":"pause","currentTime":601}"#)
            #expect(await bo.next("PLAY_PAUSE", seconds: 20)?["control"] as? String == "pause")
        }
    }

    @Test("members with the page and with the extension share one timeline")
    func shared() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.joinLegacy("user_bo")
            #expect(await ann.next("JOIN", seconds: 20) != nil)
            ann.send(#"{"type":"URL_CHANGE","id":"u","revision":0,"film":{"kind":"netflix","url":"\#(Self.url)"}}"#)
            #expect(await bo.next("URL_CHANGE", seconds: 20)?["url"] as? String == Self.url)
            bo.send(#"{"type":"PLAY_PAUSE","userId":"user_bo","roomId":"film-night","control":"play","currentTime":5}"#)
            let told = await ann.next("TIMELINE") { $0["cause"] as? String == "play" }
            #expect(told?["by"] as? String == "user_bo" && told?["position"] as? Double == 5)
            ann.send(#"{"type":"POLICY","control":"host"}"#)
            #expect(await ann.next("POLICY", seconds: 20) != nil)
            bo.send(#"{"type":"SEEK","userId":"user_bo","roomId":"film-night","currentTime":900,"isPlaying":true}"#)
            let correction = await bo.next("PLAY_PAUSE", seconds: 20)
            #expect(
                correction?["userId"] as? String == "server" && (correction?["currentTime"] as? Double ?? 900) < 800)
            ann.send(#"{"type":"LEAVE"}"#)
            #expect(await bo.next("HOST_CHANGED", seconds: 20)?["newHostUserId"] as? String == "user_bo")
        }
    }

    @Test("W2: nobody speaks for another, without a room, into another room, or to everybody")
    func strangers() async throws {
        try await TestParty.with { party in
            let ann = try await party.joinLegacy("user_ann")
            let eve = try await party.joinLegacy("user_eve", room: "elsewhere")
            let attacks = [
                #"{"type":"PLAY_PAUSE","userId":"user_eve","roomId":"film-night","control":"pause"}"#,
                #"{"type":"PLAY_PAUSE","userId":"user_eve","control":"pause"}"#,
                #"{"type":"LEAVE","userId":"user_ann","roomId":"film-night"}"#,
                #"{"type":"OFFER","from":"user_ann","to":"user_ann","userId":"user_ann","roomId":"elsewhere","offer":{}}"#,
                #"{"type":"JOIN","userId":"user_ann","roomId":"film-night"}"#,
            ]
            for attack in attacks {
                eve.send(attack)
                #expect(await eve.next("ERROR", seconds: 20)?["code"] as? String == "not_allowed")
            }
            eve.send(
                #"{"type":"OFFER","from":"user_eve","to":"user_ann","userId":"user_eve","roomId":"elsewhere","offer":{}}"#
            )
            await eve.web.socket.drop()
            let stranger = try await party.connect()
            stranger.send(#"{"type":"SEEK","userId":"user_ann","roomId":"film-night","currentTime":1}"#)
            #expect(await stranger.next("ERROR", seconds: 20) != nil)
            ann.send(#"{"type":"PING","userId":"user_ann","timestamp":1}"#)
            while let frame = await ann.web.frame(seconds: 20) {
                #expect(!frame.text.contains("user_eve"))
                if frame.text.contains("PONG") { break }
            }
        }
    }

    @Test(
        "W5: an address that is none of Netflix's film pages goes to nobody; a newcomer's own page does not drag the others there"
    )
    func addresses() async throws {
        try await TestParty.with { party in
            let ann = try await party.joinLegacy("user_ann")
            let bo = try await party.joinLegacy("user_bo")
            ann.send(urlChange("user_ann"))
            #expect(await bo.next("URL_CHANGE", seconds: 20) != nil)
            for url in ["https://evil.example/watch/1", "javascript:alert(1)", "https://www.netflix.com/logout"] {
                ann.send(urlChange("user_ann", url))
                #expect(await ann.next("ERROR", seconds: 20)?["code"] as? String == "bad_film")
            }
            bo.send(urlChange("user_bo", "https://www.netflix.com/browse"))
            bo.send(#"{"type":"REQUEST_SYNC","userId":"user_bo","roomId":"film-night"}"#)
            #expect(await bo.next("SYNC_RESPONSE", seconds: 20)?["url"] as? String == Self.url)
        }
    }

    @Test("W7: /status tells of rooms with the extension on the asking network, and of no other")
    func status() async throws {
        try await TestParty.with { party in
            _ = try await party.join("Ann", room: "secret-room")
            _ = try await party.joinLegacy("user_bo", room: "legacy-room")
            let response = try await request(port: party.port, "GET", "/status")
            let body = response?.body ?? ""
            #expect(body.contains("legacy-room") && body.contains("user_bo"))
            #expect(!body.contains("secret-room") && !body.contains("Ann"))
        }
    }
}
