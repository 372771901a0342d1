import SDP
import Testing

@Suite struct SessionDescriptionTests {
    private let text = """
        v=0\r
        o=- 1 2 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 0.0.0.0\r
        t=0 0\r
        a=ice-lite\r
        a=group:BUNDLE 0\r
        m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r
        c=IN IP4 192.0.2.1\r
        a=mid:0\r
        a=sendonly\r

        """

    @Test func whatIsReadIsWrittenTheSame() throws {
        #expect(try SessionDescription(parsing: text).text == text)
    }

    @Test func linesMayEndInLineFeedOnly() throws {
        let description = try SessionDescription(parsing: text)
        #expect(try SessionDescription(parsing: text.replacing("\r\n", with: "\n")) == description)
    }

    @Test func blankLinesMayFollow() throws {
        #expect(try SessionDescription(parsing: text + "\r\n\r\n") == SessionDescription(parsing: text))
        #expect(throws: SDPError(line: 2, reason: .notALine)) { try SessionDescription(parsing: "v=0\r\n\r\ns=-\r\n") }
    }

    @Test func attributesBelongToTheirSection() throws {
        let description = try SessionDescription(parsing: text)
        #expect(description.attributes.all == [Attribute("ice-lite"), Attribute("group", "BUNDLE 0")])
        #expect(description.connection == "IN IP4 0.0.0.0")
        let section = try #require(description.media.first)
        #expect(section.attributes.all == [Attribute("mid", "0"), Attribute("sendonly")])
        #expect(section.connection == "IN IP4 192.0.2.1")
        #expect(section.line == 8)
        #expect(section.attributes.first("mid")?.line == 10)
    }
}

/// Errors say where.
@Suite struct SessionDescriptionErrorTests {
    private func error(_ lines: String...) -> SDPError? {
        let text = (["v=0"] + lines).joined(separator: "\r\n")
        return #expect(throws: SDPError.self) { try SessionDescription(parsing: text) }
    }

    @Test func theFirstWrongLineIsNamed() {
        #expect(error("s=-", "hello") == SDPError(line: 3, reason: .notALine))
        #expect(error("s=-", "x=1") == SDPError(line: 3, reason: .unknownType))
        #expect(error("s=-", "é=1") == SDPError(line: 3, reason: .notALine))
        #expect(error("o=- 1 2 IN IP4") == SDPError(line: 2, reason: .malformed("o")))
        #expect(error("v=0") == SDPError(line: 2, reason: .malformed("v")))
        #expect(error("a=") == SDPError(line: 2, reason: .malformed("a")))
        #expect(error("a=:x") == SDPError(line: 2, reason: .malformed("a")))
        #expect(error("a=a b:x") == SDPError(line: 2, reason: .malformed("a")))
        #expect(error("m=audio") == SDPError(line: 2, reason: .malformed("m")))
    }

    @Test func theVersionComesFirst() {
        #expect(throws: SDPError(line: 1, reason: .missingVersion)) {
            try SessionDescription(parsing: "s=-\r\nv=0\r\n")
        }
        #expect(throws: SDPError(line: 1, reason: .malformed("v"))) { try SessionDescription(parsing: "v=1\r\n") }
        #expect(throws: SDPError(line: 0, reason: .missingVersion)) { try SessionDescription(parsing: "") }
    }

    @Test func errorsReadAsSentences() {
        #expect(SDPError(line: 12, reason: .malformed("rtpmap")).description == "line 12: malformed rtpmap")
        #expect(SDPError(line: 0, reason: .textTooLong).description == "the description is longer than 65536 bytes")
    }

    @Test func linesWithoutMeaningHereAreIgnored() throws {
        let text = "v=0\r\ni=x\r\nu=x\r\ne=x\r\np=x\r\nb=AS:1\r\nt=0 0\r\nr=1 1 0\r\nz=0 0\r\nk=clear:x\r\n"
        #expect(try SessionDescription(parsing: text).attributes.all.isEmpty)
    }

    @Test func aTextAtTheLimitsIsRead() throws {
        let line = "a=" + String(repeating: "x", count: SDPLimits.line - 2)
        #expect(try SessionDescription(parsing: "v=0\n" + line).attributes.all.count == 1)
        let lines = "v=0\n" + String(repeating: "a=x\n", count: SDPLimits.lines - 1)
        #expect(try SessionDescription(parsing: lines).attributes.all.count == SDPLimits.lines - 1)
    }
}
