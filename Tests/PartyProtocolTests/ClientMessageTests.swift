import Foundation
import MediaParameters
import PartyProtocol
import Testing

@Suite("Client messages")
struct ClientMessageTests {
    private func decode(_ text: String) throws -> any ClientMessage {
        try JSONDecoder().decode(ClientEnvelope.self, from: Data(text.utf8)).message
    }

    private func refusal(_ text: String) -> ClientMessageError? {
        do {
            _ = try decode(text)
            return nil
        } catch {
            return ClientMessageError(error)
        }
    }

    @Test("reads JOIN, and ignores fields it does not know")
    func join() throws {
        let message = try decode(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"Ann","colour":{"x":[1]}}"#)
        #expect(message as? ClientJoin == ClientJoin(version: 1, roomId: "film-night", name: "Ann"))
    }

    @Test("reads OFFER with its tracks")
    func offer() throws {
        let message = try decode(
            #"{"type":"OFFER","id":1,"sdp":"v=0\r\n","tracks":[{"mid":"0","source":"screen-audio","muted":false}]}"#)
        let tracks = [TrackDescription(mid: "0", source: .screenAudio, muted: false)]
        #expect(message as? ClientOffer == ClientOffer(id: 1, sdp: "v=0\r\n", tracks: tracks))
    }

    @Test("reads VIEW, MEDIA, PING and LEAVE")
    func others() throws {
        let view = try decode(
            #"{"type":"VIEW","streams":[{"memberId":"m_1","source":"camera","height":720,"pinned":true}]}"#)
        #expect(
            view as? ClientView
                == ClientView(streams: [ViewStream(memberId: "m_1", source: .camera, height: 720, pinned: true)]))
        #expect(try decode(#"{"type":"MEDIA","tracks":[]}"#) as? ClientMedia == ClientMedia(tracks: []))
        #expect(try decode(#"{"type":"PING","timestamp":1234.5}"#) as? ClientPing == ClientPing(timestamp: 1234.5))
        #expect(try decode(#"{"type":"LEAVE"}"#) is ClientLeave)
    }

    @Test("reads what is said of the film")
    func film() throws {
        #expect(
            try decode(#"{"type":"PLAY_PAUSE","id":"c7","revision":3,"playing":true,"position":71.25}"#)
                as? ClientPlayPause
                == ClientPlayPause(id: "c7", revision: 3, playing: true, position: 71.25))
        #expect(
            try decode(#"{"type":"URL_CHANGE","id":"c","revision":0,"film":{"kind":"file","size":5,"duration":9.5}}"#)
                as? ClientURLChange
                == ClientURLChange(
                    id: "c", revision: 0, film: FilmDescription(kind: .file, duration: 9.5, size: 5), position: nil,
                    playing: nil))
        #expect(
            try decode(#"{"type":"BUFFERING","revision":3,"state":"stalled"}"#) as? ClientBuffering
                == ClientBuffering(revision: 3, state: .stalled))
        #expect(try decode(#"{"type":"REACTION","text":"👩‍👩‍👧‍👦"}"#) is ClientReaction)
        #expect(
            try decode(#"{"type":"POLICY","control":"host-and-deputies"}"#) as? ClientPolicy
                == ClientPolicy(control: .hostAndDeputies))
    }

    @Test(
        "says which field is wrong and how",
        arguments: [
            (#"{"roomId":"a"}"#, "type is missing."),
            (#"{"type":7}"#, "type must be a string."),
            (#"{"type":"JOIN","version":1,"name":"Ann"}"#, "roomId is missing."),
            (#"{"type":"JOIN","version":"1","roomId":"a","name":"Ann"}"#, "version must be a whole number."),
            (#"{"type":"JOIN","version":1,"roomId":null,"name":"Ann"}"#, "roomId must be a string."),
            (
                #"{"type":"JOIN","version":1,"roomId":"../etc","name":"Ann"}"#,
                "roomId must be 1 to 64 letters, digits, - or _."
            ),
            (#"{"type":"OFFER","id":1,"sdp":"","tracks":[]}"#, "sdp must not be empty."),
            (#"{"type":"OFFER","id":1,"sdp":"v=0","tracks":{}}"#, "tracks must be a list."),
            (
                #"{"type":"OFFER","id":1,"sdp":"v=0","tracks":[{"mid":"0","muted":true}]}"#,
                "tracks[0].source is missing."
            ),
            (
                #"{"type":"MEDIA","tracks":[{"mid":"0","source":"camera","muted":1}]}"#,
                "tracks[0].muted must be true or false."
            ),
            (
                #"{"type":"MEDIA","tracks":[{"mid":"0","source":"tv","muted":true}]}"#,
                "tracks[0].source has a value that cannot be used here."
            ),
            (
                #"{"type":"MEDIA","tracks":[{"mid":"","source":"camera","muted":true}]}"#,
                "tracks[0].mid must be 1 to 16 printable characters without spaces."
            ),
            (
                #"{"type":"VIEW","streams":[{"memberId":"a","source":"camera","height":-1,"pinned":false}]}"#,
                "streams[0].height must be between 0 and 16384."
            ),
            (#"{"type":"PING","timestamp":"now"}"#, "timestamp must be a number."),
            (#"{"type":"SEEK","id":"c","revision":1,"position":-1}"#, "position must be seconds, 0 or more."),
            (
                #"{"type":"SEEK","id":"","revision":1,"position":1}"#,
                "id must be 1 to 64 printable characters without spaces."
            ),
            (#"{"type":"RATE","id":"c","revision":1,"rate":16}"#, "rate must be between 0.25 and 4."),
            (#"{"type":"PLAY_PAUSE","id":"c","revision":-1,"playing":true}"#, "revision must be 0 or more."),
            (
                #"{"type":"URL_CHANGE","id":"c","revision":1,"film":{"kind":"tape"}}"#,
                "film.kind has a value that cannot be used here."
            ),
            (
                #"{"type":"URL_CHANGE","id":"c","revision":1,"film":{"kind":"web","url":"https://a\u0000b"}}"#,
                "film.url must be an address of at most 2048 bytes."
            ),
            (
                #"{"type":"CHAT","text":" \n "}"#,
                "text must be 1 to 1000 characters of text without control characters."
            ),
            (#"{"type":"REACTION","text":"hello"}"#, "text must be 1 to 4 symbols."),
            (#"{"type":"ROLE","memberId":"m","role":"king"}"#, "role has a value that cannot be used here."),
            (#"{"type":"KICK","memberId":"../m"}"#, "memberId must be 1 to 64 letters, digits, - or _."),
            (#"{"type":"SYNC_REPORT","revision":1,"error":1e300}"#, "error must be milliseconds of less than a day."),
            (
                #"{"type":"JOIN","version":1,"roomId":"a","name":"Ann","resume":"a b"}"#,
                "resume must be 1 to 64 printable characters without spaces."
            ),
        ])
    func namesTheField(text: String, message: String) {
        #expect(refusal(text) == nil ? "accepted" == message : refusal(text)?.message == message)
        #expect(refusal(text)?.code == .badMessage)
    }

    @Test("says which message it was, when there is such a message")
    func cause() {
        #expect(refusal(#"{"type":"JOIN","version":1}"#)?.cause == "JOIN")
        #expect(refusal(#"{"type":"MEDIA","tracks":[{"mid":"","source":"camera","muted":true}]}"#)?.cause == "MEDIA")
        #expect(refusal(#"{"type":"DANCE"}"#)?.cause == nil)
    }

    @Test("knows an unknown type from a bad message, and does not repeat control characters")
    func unknownType() {
        let error = refusal(#"{"type":"SUBSCRIBE\nINFO forged line"}"#)
        #expect(error?.code == .unknownType)
        #expect(error?.message == "There is no message of type \"SUBSCRIBE?INFO forged line\".")
    }

    @Test("refuses a mid that is named twice, and more tracks than m-lines")
    func trackLists() {
        let track = #"{"mid":"MID","source":"camera","muted":true}"#
        let twice = [track, track].joined(separator: ",")
        #expect(refusal("{\"type\":\"MEDIA\",\"tracks\":[\(twice)]}")?.message == "tracks[1].mid is named twice.")
        let many = (0..<33).map { track.replacingOccurrences(of: "MID", with: "\($0)") }.joined(separator: ",")
        #expect(refusal("{\"type\":\"MEDIA\",\"tracks\":[\(many)]}")?.message == "tracks must have at most 32 entries.")
    }

    @Test(
        "names people in any script",
        arguments: ["Ann", "Жанна", "小明", "👩‍👩‍👧‍👦", "<img src=x onerror=alert(1)>", "' OR 1=1 --", "%n%s"])
    func goodNames(name: String) {
        #expect(PartyText.isName(name))
    }

    @Test(
        "refuses names that would break a line, hide or flood",
        arguments: [
            "", "   ", "a\nb", "a\u{0}b", "a\u{1B}[31m", "a\u{2028}b", "\u{202E}nnA", String(repeating: "a", count: 65),
            "a" + String(repeating: "\u{0301}", count: 500),
        ])
    func badNames(name: String) {
        #expect(!PartyText.isName(name))
    }

    @Test("identifiers have 1 to 64 letters, digits, - or _")
    func identifiers() {
        #expect(PartyText.isIdentifier("m_3f9c2a71"))
        #expect(PartyText.isIdentifier(String(repeating: "a", count: 64)))
        for bad in ["", "a b", "a/b", "..", "é", "a\n", String(repeating: "a", count: 65)] {
            #expect(!PartyText.isIdentifier(bad))
        }
    }
}
