import Foundation

/// Times as operators write and read them.
enum TimeText {
    private static let patterns = [
        "yyyy-MM-dd'T'HH:mm:ss.SSSXXXXX", "yyyy-MM-dd'T'HH:mm:ssXXXXX", "yyyy-MM-dd'T'HH:mmXXXXX",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd",
    ]
    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]

    /// Understands 2026-11-22, 2026-11-22T20:15, both with seconds and zone, and 90m, 12h, 7d: so long ago.
    /// - Returns: milliseconds since 1970.
    static func parse(_ text: String, now: Date = Date()) -> Double? {
        if let unit = text.last.flatMap({ units[$0] }), let count = Double(text.dropLast()), count >= 0, count < 1e9 {
            return (now.timeIntervalSince1970 - count * unit) * 1000
        }
        let text = text.replacing(" ", with: "T", maxReplacements: 1)
        for pattern in patterns {
            if let date = formatter(pattern).date(from: text) { return date.timeIntervalSince1970 * 1000 }
        }
        return nil
    }

    /// In this machine's time zone, for people.
    static func local(_ milliseconds: Double) -> String {
        localFormatter.string(from: Date(timeIntervalSince1970: milliseconds / 1000))
    }

    /// In UTC, for programs.
    static func universal(_ milliseconds: Double) -> String {
        universalFormatter.string(from: Date(timeIntervalSince1970: milliseconds / 1000))
    }

    /// 1:02:03.4
    static func film(_ seconds: Double) -> String {
        let tenths = Int((min(max(seconds, 0), 1e9) * 10).rounded())
        let (hours, minutes, rest) = (tenths / 36_000, tenths / 600 % 60, tenths % 600)
        let padded = (rest < 100 ? "0" : "") + "\(rest / 10).\(rest % 10)"
        return hours > 0 ? "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes):\(padded)" : "\(minutes):\(padded)"
    }

    private static let localFormatter = formatter("yyyy-MM-dd HH:mm:ss.SSS")
    private static let universalFormatter: DateFormatter = {
        let formatter = TimeText.formatter("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
        formatter.timeZone = TimeZone(identifier: "UTC")
        return formatter
    }()

    private static func formatter(_ pattern: String) -> DateFormatter {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = pattern
        return formatter
    }
}
