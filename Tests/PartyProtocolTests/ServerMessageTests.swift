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

    @Test("WELCOME carries everything that a newcomer needs")
    func welcome() throws {
        let bo = MemberDescription(
            memberId: "m_b", name: "Bo", role: .host,
            tracks: [TrackDescription(mid: "0", source: .microphone, muted: false)])
        let timeline = ServerTimeline(
            film: nil, revision: 0, position: 0, playing: false, rate: 1, held: false, applyAt: 1.5, serverTime: 1.5,
            cause: .sync)
        let text = try json(
            ServerWelcome(
                roomId: "film-night", memberId: "m_a", role: .member, hostId: "m_b", serverTime: 1.5, iceServers: [],
                limits: ServerLimits(membersPerRoom: 100), members: [bo], policy: PartyPolicy(), timeline: timeline,
                waiting: nil, history: [],
                seat: SeatDescription(
                    resume: "abc", graceTime: 30_000, seq: 7, resumed: false, complete: false, media: false)))
        let expected = [
            #"{"history":[],"hostId":"m_b","iceServers":[],"limits":{"chatLength":1000,"frameBytes":65536,"mediaLines":32,"membersPerRoom":100,"messagesPerSecond":50,"nameLength":64,"slots":32},"#,
            #""memberId":"m_a","members":[{"away":false,"memberId":"m_b","name":"Bo","role":"host","tracks":[{"mid":"0","muted":false,"source":"microphone"}]}],"#,
            #""policy":{"admission":"open","buffering":"wait","control":"everyone","invite":"host-and-deputies","locked":false},"role":"member","roomId":"film-night","#,
            #""seat":{"complete":false,"graceTime":30000,"media":false,"resume":"abc","resumed":false,"seq":7},"serverTime":1.5,"#,
            #""timeline":{"applyAt":1.5,"cause":"sync","held":false,"playing":false,"position":0,"rate":1,"revision":0,"serverTime":1.5,"type":"TIMELINE"},"type":"WELCOME","version":1}"#,
        ]
        #expect(text == expected.joined())
    }

    @Test("those of the party look as documented")
    func party() throws {
        #expect(
            try json(ServerWaiting(members: ["m_b"], deadline: 5))
                == #"{"deadline":5,"members":["m_b"],"type":"WAITING"}"#)
        #expect(
            try json(ServerHostChanged(hostId: "m_b", reason: .handed))
                == #"{"hostId":"m_b","reason":"handed","type":"HOST_CHANGED"}"#)
        #expect(
            try json(
                HistoryEntry(
                    type: .chat, memberId: "m_b", name: "Bo", text: "<b>", at: 5, position: nil, id: "k1"))
                == #"{"at":5,"id":"k1","memberId":"m_b","name":"Bo","text":"<b>","type":"CHAT"}"#)
        #expect(try json(ServerAway(memberId: "m_b", away: true)) == #"{"away":true,"memberId":"m_b","type":"AWAY"}"#)
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
