import PartyProtocol
import Testing

@Suite("JSON guard")
struct JSONGuardTests {
    private func verdict(_ text: String) -> JSONGuardError? { verdict(Array(text.utf8)) }

    private func verdict(_ bytes: [UInt8]) -> JSONGuardError? {
        do {
            try JSONGuard.check(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "lets every kind of value through",
        arguments: [
            "{}", " { } \r\n", #"{"a":1}"#, #"{"a":-0.5e+10,"b":[1,2,{"c":null}],"d":true,"e":false}"#,
            #"{"a":"\"\\\/\b\f\n\r\t\u00e9 é 🎬"}"#, #"{"a":[],"b":{}}"#, #"{"a":[[],[{}],[1]]}"#, #"{"a":0,"b":10}"#,
        ])
    func accepts(text: String) {
        #expect(verdict(text) == nil)
    }

    @Test(
        "stops what is not JSON",
        arguments: [
            "{", "{]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{\"a\":01}", "{\"a\":1.}",
            "{\"a\":.5}", "{\"a\":+1}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":tru}", "{\"a\":nulll}", "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12g4\"}", "{\"a\":\"unfinished}", "{\"a\":\"line\nbreak\"}", "{a:1}", "{'a':1}", "{}{}",
            "{} x",
            "{\"a\":[1,]}", "{\"a\":[1}", "{\"a\":NaN}", "{\"a\":1}\u{0}",
        ])
    func refuses(text: String) {
        guard case .syntax = verdict(text) else {
            Issue.record("\(text) gave \(String(describing: verdict(text)))")
            return
        }
    }

    @Test("takes objects only", arguments: ["", "[]", "1", "\"text\"", "null", "[{}]"])
    func objectsOnly(text: String) {
        #expect(verdict(text) == .notObject)
    }

    @Test(
        "notes the object's own type",
        arguments: [
            (#"{"type":"PING","timestamp":1}"#, "PING"), (#"{ "a" : [1] , "type" : "SEEK" }"#, "SEEK"),
            (#"{"film":{"type":"web"},"id":"type"}"#, nil), (#"{"list":[{"type":"a"}],"type":"b"}"#, "b"),
            (#"{"type":7}"#, nil), (#"{"type":""}"#, ""), (#"{"type":"\u0050ING"}"#, nil), (#"{"types":"PING"}"#, nil),
            (#"{"t\u0079pe":"PING"}"#, nil),
        ] as [(String, String?)])
    func types(text: String, type: String?) throws {
        #expect(try JSONGuard.check(Array(text.utf8)) == type)
    }

    @Test("names the first byte that cannot be")
    func offset() {
        #expect(verdict(#"{"a":1,"b":?}"#) == .syntax(offset: 11))
    }

    @Test("allows sixteen levels and not one more")
    func depth() {
        func nested(_ lists: Int) -> String {
            "{\"a\":" + String(repeating: "[", count: lists) + String(repeating: "]", count: lists) + "}"
        }
        #expect(verdict(nested(15)) == nil)
        #expect(verdict(nested(16)) == .tooDeep)
        #expect(verdict("{\"a\":" + String(repeating: "[", count: 60_000)) == .tooDeep)
    }

    @Test("forgets the levels it left")
    func siblings() {
        let sibling = String(repeating: "[", count: 15) + String(repeating: "]", count: 15)
        #expect(verdict("{\"a\":\(sibling),\"b\":\(sibling)}") == nil)
    }

    @Test("allows 65 536 bytes and not one more")
    func length() {
        let frame = { (count: Int) in "{\"a\":\"" + String(repeating: "x", count: count - 8) + "\"}" }
        #expect(verdict(frame(65_536)) == nil)
        #expect(verdict(frame(65_537)) == .tooLong)
    }

    @Test("stops bytes that are not UTF-8", arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82]])
    func encoding(bytes: [UInt8]) {
        #expect(verdict(Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8)) == .encoding)
    }

    @Test("answers every cut of a message without trapping")
    func truncation() {
        let whole = Array(#"{"type":"VIEW","streams":[{"height":7.2e1,"pinned":true,"x":"\u0041é"}]}"#.utf8)
        for count in 0..<whole.count { #expect(verdict(Array(whole[..<count])) != nil) }
    }
}
