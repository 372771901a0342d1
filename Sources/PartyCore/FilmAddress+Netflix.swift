extension FilmAddress {
    private static let pages: Set<String> = ["watch", "title", "browse", "search", "latest", "kids"]

    var isNetflix: Bool {
        ["www.netflix.com", "netflix.com", "www.netflix.com:443", "netflix.com:443", "www.netflix.com:80"]
            .contains(authority)
    }

    /// `https://www.netflix.com/` and the path of the page; what only follows people around is left out.
    func netflix() throws(FilmError) -> String {
        guard isNetflix else { throw .notNetflix }
        var parts = rest.prefix { $0 != "?" }.split(separator: "/")[...]
        if let first = parts.first, Self.isLocale(first) { parts = parts.dropFirst() }
        guard let page = parts.first, Self.pages.contains(String(page)), parts.count <= 4,
            parts.allSatisfy({ $0.utf8.count <= 64 && $0.utf8.allSatisfy(Self.isPathByte) })
        else { throw .notAFilmPage }
        if page == "watch" || page == "title" {
            guard parts.count == 2, parts.last?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) == true else {
                throw .notAFilmPage
            }
        }
        return "https://www.netflix.com/" + parts.joined(separator: "/")
    }

    /// `de`, `de-en`: the language of the page, which is each member's own.
    private static func isLocale(_ part: Substring) -> Bool {
        (part.utf8.count == 2 || part.utf8.count == 5 && part.dropFirst(2).first == "-")
            && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == 0x2D || byte == 0x5F
    }
}
