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
