/// A browser's family and system, of the text it sends: enough to look for a bug, too little to know a person by.
enum UserAgent {
    // The first that fits counts: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
    private static let browsers: [(mark: String, name: String)] = [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"),
        ("Version/", "Safari"), ("GStreamer", "GStreamer"), ("OBS", "OBS"), ("Python", "Python"), ("curl/", "curl"),
    ]
    private static let systems: [(mark: String, name: String)] = [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    /// Such as "Firefox 140, Linux".
    static func family(_ text: String) -> String {
        // Bytes: the store asks for every event with an agent, and a search of characters would be half of its work.
        let bytes = Array(text.utf8.prefix(512))
        let system = systems.first { place(of: $0.mark, in: bytes) != nil }.map { ", " + $0.name } ?? ""
        for browser in browsers {
            guard let place = place(of: browser.mark, in: bytes) else { continue }
            return browser.name + version(of: browser.mark, in: bytes[place...]) + system
        }
        return "other" + system
    }

    /// Where the text goes on after the mark.
    private static func place(of mark: String, in bytes: [UInt8]) -> Int? {
        let mark = Array(mark.utf8)
        guard bytes.count >= mark.count else { return nil }
        for start in 0...(bytes.count - mark.count) where bytes[start] == mark[0] {
            let end = start + mark.count
            if bytes[start..<end].elementsEqual(mark) { return end }
        }
        return nil
    }

    private static func version(of mark: String, in rest: ArraySlice<UInt8>) -> String {
        guard mark.utf8.last == UInt8(ascii: "/") else { return "" }
        let digits = rest.prefix(4).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? "" : " " + String(decoding: digits, as: UTF8.self)
    }
}
