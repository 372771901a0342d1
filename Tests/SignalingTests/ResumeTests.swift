import Edge
import EdgeTestSupport
import Foundation
import PartyCore
import PartyProtocol
import SessionStore
import Signaling
import Testing

@Suite("Coming back", .timeLimit(.minutes(2)))
struct ResumeTests {
    @Test("a broken connection keeps the seat; coming back is the same member, and what was missed follows in order")
    func resume() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            let seq = bo.seat["seq"] as? Int
            await bo.web.socket.drop()
            #expect(await ann.next("AWAY", seconds: 20)?["away"] as? Bool == true)
            for number in 0..<5 { ann.send(#"{"type":"CHAT","text":"\#(number)"}"#) }
            #expect(await ann.next("CHAT") { $0["text"] as? String == "4" } != nil)
            let back = try await party.resume(bo.resumeToken, seq: seq)
            #expect(back.id == bo.id && back.seat["resumed"] as? Bool == true && back.seat["complete"] as? Bool == true)
            #expect((back.welcome["history"] as? [Any])?.isEmpty == true)
            var texts: [String] = []
            var numbers: [Int] = []
            while texts.count < 5, let message = await back.next("CHAT", seconds: 20) {
                texts.append(message["text"] as? String ?? "")
                numbers.append(message["seq"] as? Int ?? 0)
            }
            #expect(texts == ["0", "1", "2", "3", "4"] && numbers == numbers.sorted())
            #expect(await ann.next("AWAY", seconds: 20)?["away"] as? Bool == false)
        }
    }

    @Test("W8: a token is good once, in its room, and void after LEAVE")
    func singleUse() async throws {
        try await TestParty.with { party in
            _ = try await party.join("Ann")
            let bo = try await party.join("Bo")
            let elsewhere = try await party.resume(bo.resumeToken, room: "elsewhere")
            #expect(elsewhere.seat["resumed"] as? Bool == false)
            let back = try await party.resume(bo.resumeToken)
            #expect(back.id == bo.id)
            #expect(await bo.web.closeCode(seconds: 20) == 4001)
            let thief = try await party.resume(bo.resumeToken)
            #expect(thief.id != bo.id && thief.seat["resumed"] as? Bool == false)
            back.send(#"{"type":"LEAVE"}"#)
            #expect(await back.web.closeCode(seconds: 20) == 1000)
            let late = try await party.resume(back.resumeToken)
            #expect(late.id != bo.id)
        }
    }

    @Test("a host whose connection broke, or whose page was loaded anew, is host again")
    func host() async throws {
        try await TestParty.with { party in
            var ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            for isReload in [false, true] {
                if isReload { ann.web.close(code: 1001) } else { await ann.web.socket.drop() }
                #expect(await bo.next("HOST_CHANGED", seconds: 20)?["hostId"] as? String == bo.id)
                let back = try await party.resume(ann.resumeToken)
                #expect(back.id == ann.id && back.welcome["role"] as? String == "host")
                #expect(await bo.next("HOST_CHANGED", seconds: 20)?["reason"] as? String == "returned")
                ann = back
            }
        }
    }

    @Test("a seat is given up when its time is over")
    func tooLate() async throws {
        var configuration = SignalingConfiguration()
        configuration.party.grace = 200
        configuration.party.hostReturn = 200
        try await TestParty.with(configuration: configuration) { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            await bo.web.socket.drop()
            #expect(await ann.next("LEAVE", seconds: 20)?["reason"] as? String == "disconnected")
            let back = try await party.resume(bo.resumeToken)
            #expect(back.id != bo.id)
        }
    }

    @Test("after a restart on the same database the room is as it was: seats, host, film and running position")
    func restart() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "resume-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "party.db").path
        let tokens = Tokens()
        let first = try SessionStore(path: path)
        try await TestParty.with(store: first) { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            ann.send(FilmTests.film)
            ann.send(#"{"type":"PLAY_PAUSE","id":"c1","revision":1,"playing":true,"position":100}"#)
            #expect(await bo.next("TIMELINE") { $0["cause"] as? String == "play" } != nil)
            ann.send(#"{"type":"CHAT","text":"Popcorn?"}"#)
            #expect(await bo.next("CHAT", seconds: 20) != nil)
            await tokens.keep(ann.resumeToken, bo.resumeToken, ann.id)
        }
        await first.close()
        let second = try SessionStore(path: path)
        try await TestParty.with(store: second) { party in
            let bo = try await party.resume(await tokens.bo)
            #expect(bo.seat["resumed"] as? Bool == true && bo.seat["media"] as? Bool == false)
            #expect((bo.welcome["history"] as? [[String: Any]])?.first?["text"] as? String == "Popcorn?")
            let ann = try await party.resume(await tokens.ann)
            #expect(ann.welcome["role"] as? String == "host")
            let isSame = await ann.id == tokens.annID
            #expect(isSame)
            let timeline = try #require(ann.welcome["timeline"] as? [String: Any])
            #expect(timeline["playing"] as? Bool == true && (timeline["position"] as? Double ?? 0) >= 100)
        }
        await second.close()
    }

    private actor Tokens {
        var ann = ""
        var bo = ""
        var annID = ""

        func keep(_ ann: String, _ bo: String, _ annID: String) {
            self.ann = ann
            self.bo = bo
            self.annID = annID
        }
    }
}
