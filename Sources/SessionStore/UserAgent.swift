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
        let text = text.prefix(512)
        let system = systems.first { text.contains($0.mark) }.map { ", " + $0.name } ?? ""
        guard let browser = browsers.first(where: { text.contains($0.mark) }) else { return "other" + system }
        return browser.name + version(in: text, after: browser.mark) + system
    }

    private static func version(in text: Substring, after mark: String) -> String {
        guard mark.hasSuffix("/"), let range = text.firstRange(of: mark) else { return "" }
        let digits = text[range.upperBound...].prefix(4).prefix { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? "" : " " + digits
    }
}
