import Foundation
import MediaParameters
import PartyProtocol
import Testing

@Suite("Server messages")
struct ServerMessageTests {
    private func json(_ message: some ServerMessage) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(message), as: UTF8.self)
    }

    @Test("WELCOME carries version, limits and the others")
    func welcome() throws {
        let bo = MemberDescription(
            memberId: "m_b", name: "Bo", tracks: [TrackDescription(mid: "0", source: .microphone, muted: false)])
        let text = try json(
            ServerWelcome(
                roomId: "film-night", memberId: "m_a", serverTime: 1.5, iceServers: [],
                limits: ServerLimits(membersPerRoom: 100), members: [bo]))
        #expect(
            text
                == #"{"iceServers":[],"limits":{"frameBytes":65536,"membersPerRoom":100,"slots":32},"memberId":"m_a","members":[{"memberId":"m_b","name":"Bo","tracks":[{"mid":"0","muted":false,"source":"microphone"}]}],"roomId":"film-night","serverTime":1.5,"type":"WELCOME","version":1}"#
        )
    }

    @Test("an empty slot says null")
    func slots() throws {
        let text = try json(
            ServerSlots(slots: [
                SlotDescription(mid: "2", kind: .audio, memberId: "m_b", source: .microphone),
                SlotDescription(mid: "5", kind: .video, memberId: nil, source: nil),
            ]))
        #expect(
            text
                == #"{"slots":[{"kind":"audio","memberId":"m_b","mid":"2","source":"microphone"},{"kind":"video","memberId":null,"mid":"5","source":null}],"type":"SLOTS"}"#
        )
    }

    @Test("the small ones look as documented")
    func small() throws {
        #expect(try json(ServerAnswer(id: 1, sdp: "v=0\r\n")) == #"{"id":1,"sdp":"v=0\r\n","type":"ANSWER"}"#)
        #expect(
            try json(ServerLeave(memberId: "m_a", reason: .left))
                == #"{"memberId":"m_a","reason":"left","type":"LEAVE"}"#)
        #expect(
            try json(ServerPong(timestamp: 1234.5, received: 2, sent: 3))
                == #"{"received":2,"sent":3,"timestamp":1234.5,"type":"PONG"}"#)
        #expect(
            try json(ServerError(code: .roomFull, message: "Full.", cause: "JOIN"))
                == #"{"code":"room_full","in":"JOIN","message":"Full.","type":"ERROR"}"#)
        #expect(
            try json(ServerError(code: .draining, message: "Going."))
                == #"{"code":"draining","message":"Going.","type":"ERROR"}"#)
    }
}
