import EdgeTestSupport
import PartyCore
import PartyProtocol
import Signaling
import Testing

/// Each limit says in its error how much it is, and by which setting it can be changed.
@Suite("Limits", .timeLimit(.minutes(2)))
struct LimitTests {
    private func limited(_ change: (inout SignalingConfiguration) -> Void) -> SignalingConfiguration {
        var configuration = SignalingConfiguration()
        change(&configuration)
        return configuration
    }

    private func error(
        _ configuration: SignalingConfiguration, _ body: @Sendable (TestParty) async throws -> TestMember
    ) async throws -> [String: String] {
        let box = Box()
        try await TestParty.with(configuration: configuration) { party in
            let member = try await body(party)
            let error = await member.next("ERROR", seconds: 20)
            for key in ["code", "limit", "message"] { await box.keep(key, error?[key] as? String) }
        }
        return await box.words
    }

    private actor Box {
        var words: [String: String] = [:]

        func keep(_ key: String, _ word: String?) { words[key] = word }
    }

    private func expect(_ error: [String: String], _ code: String, _ limit: String, _ number: Int) {
        #expect(error["code"] == code && error["limit"] == limit)
        #expect(error["message"]?.contains("\(number)") == true)
    }

    private static func join(_ party: TestParty, _ name: String) async throws -> TestMember {
        let member = try await party.connect()
        member.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"\#(name)"}"#)
        return member
    }

    @Test("names and what is said have a length, and the socket stays")
    func lengths() async throws {
        let name = try await error(limited { $0.nameLength = 5 }) { try await Self.join($0, "Annabel") }
        expect(name, "bad_message", "max-name-length", 5)
        let chat = try await error(limited { $0.chatLength = 7 }) { party in
            let ann = try await party.join("Ann")
            ann.send(#"{"type":"CHAT","text":"12345678"}"#)
            return ann
        }
        expect(chat, "bad_message", "max-chat-length", 7)
    }

    @Test("messages and chat have a rate")
    func rates() async throws {
        let six = limited {
            $0.messagesPerSecond = 6
            $0.messageBurst = 6
        }
        let messages = try await error(six) { party in
            let ann = try await party.join("Ann")
            for _ in 0..<10 { ann.send(#"{"type":"PING","timestamp":1}"#) }
            return ann
        }
        expect(messages, "rate_limited", "max-messages", 6)
        let chats = try await error(limited { $0.party.chatBurst = 1 }) { party in
            let ann = try await party.join("Ann")
            for _ in 0..<3 { ann.send(#"{"type":"CHAT","text":"hello"}"#) }
            return ann
        }
        expect(chats, "rate_limited", "max-chats", 2)
    }

    @Test("rooms, members, and who waits before the door are counted")
    func counts() async throws {
        let members = try await error(limited { $0.membersPerRoom = 1 }) { party in
            _ = try await party.join("Ann")
            return try await Self.join(party, "Bo")
        }
        expect(members, "room_full", "max-members", 1)
        let rooms = try await error(limited { $0.rooms = 1 }) { party in
            _ = try await party.join("Ann", room: "another")
            return try await Self.join(party, "Bo")
        }
        expect(rooms, "too_many_rooms", "max-rooms", 1)
        let knocks = try await error(limited { $0.party.knocks = 1 }) { party in
            let ann = try await party.join("Ann")
            ann.send(#"{"type":"POLICY","admission":"knock"}"#)
            #expect(await ann.next("POLICY", seconds: 20) != nil)
            #expect(try await Self.join(party, "Bo").next("KNOCKING", seconds: 20) != nil)
            return try await Self.join(party, "Cleo")
        }
        expect(knocks, "room_full", "max-knocks", 1)
    }

    @Test("a flood of JOINs from one address is stopped, for clients of the first extension and WHIP as well")
    func joins() async throws {
        let flood = try await error(limited { $0.joinsPerMinute = 3 }) { party in
            for number in 0..<3 { _ = try await party.join("Guest \(number)") }
            let legacy = try await party.connect()
            legacy.send(#"{"type":"JOIN","userId":"user_bo","roomId":"film-night","timestamp":1}"#)
            #expect(await legacy.next("ERROR", seconds: 20)?["limit"] as? String == "max-joins")
            #expect(await legacy.web.closeCode(seconds: 20) == 1008)
            let whip = try await request(
                port: party.port, "POST", "/whip/film-night", headers: [("content-type", "application/sdp")],
                body: TestOffer.publisher)
            #expect(whip?.status == 429 && whip?["retry-after"] != nil)
            return try await Self.join(party, "Late")
        }
        expect(flood, "rate_limited", "max-joins", 3)
    }
}
