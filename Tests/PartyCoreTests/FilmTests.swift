import PartyCore
import PartyProtocol
import Testing

@Suite("Films (W5)")
struct FilmTests {
    private func film(_ kind: FilmKind, _ url: String) -> Film? { try? Film(FilmDescription(kind: kind, url: url)) }

    @Test(
        "W5: no script, data, file or look-alike address becomes a film",
        arguments: [
            "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "blob:https://a/b",
            "//films.example/a.mp4", "https:films.example", "https:///a.mp4", "https://", "ftp://films.example/a",
            "https://user@films.example/a", "https://user:secret@films.example/a",
            "https://films.example\\@evil.example/",
            "https://films.example/a b.mp4", "https://films.example/\u{202E}4pm", "https://films.example/\"><script>",
            "https://fılms.example/", "https://films.example:99999/", " https://films.example/",
            "https://[::1", "https://[zz]/", "https://films.example:0x50/", "https://fi%6cms.example/",
        ])
    func refused(url: String) {
        #expect(film(.web, url) == nil)
        #expect(film(.netflix, url) == nil)
    }

    @Test(
        "addresses that browsers play are kept",
        arguments: [
            ("https://films.example/a.mp4", "https://films.example/a.mp4"),
            ("HTTP://Films.Example:8080/A.mp4?x=1#t=5", "http://films.example:8080/A.mp4?x=1"),
            ("https://films.example", "https://films.example/"),
            ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443/a"),
            ("http://192.168.1.5/film%20one.webm", "http://192.168.1.5/film%20one.webm"),
        ])
    func kept(url: String, canonical: String) {
        #expect(film(.web, url)?.description.url == canonical)
    }

    @Test(
        "W5: Netflix pages lose what follows people around",
        arguments: [
            (
                "https://www.netflix.com/watch/70143836?trackId=13752289&tctx=0",
                "https://www.netflix.com/watch/70143836"
            ),
            ("http://netflix.com/de-en/title/80100172#x", "https://www.netflix.com/title/80100172"),
            ("https://www.netflix.com/browse/genre/34399?so=az", "https://www.netflix.com/browse/genre/34399"),
            ("https://www.netflix.com/browse", "https://www.netflix.com/browse"),
        ])
    func netflix(url: String, canonical: String) {
        #expect(film(.netflix, url)?.description.url == canonical)
        #expect(film(.web, url)?.description.kind == .netflix)
    }

    @Test(
        "W5: other pages of Netflix, and other hosts, are not Netflix films",
        arguments: [
            "https://www.netflix.com/", "https://www.netflix.com/logout", "https://www.netflix.com/watch/../logout",
            "https://www.netflix.com/watch/1%2F..%2Flogout", "https://www.netflix.com/watch/abc",
            "https://www.netflix.com.evil.example/watch/1", "https://evil.example/www.netflix.com/watch/1",
            "https://www.netflix.com@evil.example/watch/1", "https://www.netflix.com:8443/watch/1",
        ])
    func notNetflix(url: String) {
        #expect(film(.netflix, url) == nil)
    }

    @Test("a file is known by its size, the test film by nothing; neither has an address")
    func files() throws {
        #expect(throws: FilmError.missing("size")) { try Film(FilmDescription(kind: .file, title: "a.mkv")) }
        #expect(throws: FilmError.superfluous("url")) {
            try Film(FilmDescription(kind: .test, url: "https://a.example/"))
        }
        #expect(throws: FilmError.missing("url")) { try Film(FilmDescription(kind: .web)) }
        let one = try Film(FilmDescription(kind: .file, title: "a.mkv", duration: 10, size: 5))
        let other = try Film(FilmDescription(kind: .file, title: "b.mkv", duration: 10, size: 6))
        #expect(!one.isSame(as: other) && one.isSame(as: one))
        #expect(one.netflixAddress == nil)
    }
}
