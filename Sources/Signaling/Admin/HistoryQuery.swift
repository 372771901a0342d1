import Hummingbird
import SessionStore

/// What a question about the past asks for in its address.
struct HistoryQuery {
    private static let longestText = 256
    /// Milliseconds since 1970.
    private static let times: ClosedRange<Double> = 0...1e14

    private let request: Request

    init(_ request: Request) { self.request = request }

    func text(_ name: String) throws(HTTPRefusal) -> String? {
        guard let text = request.uri.queryParameters[name[...]], !text.isEmpty else { return nil }
        guard text.utf8.count <= Self.longestText else {
            throw Self.bad(name, "at most \(Self.longestText) bytes of text")
        }
        return String(text)
    }

    func time(_ name: String) throws(HTTPRefusal) -> Double? {
        guard let text = try text(name) else { return nil }
        guard let time = Double(text), Self.times.contains(time) else {
            throw Self.bad(name, "milliseconds since 1970")
        }
        return time
    }

    /// How many rows are wanted.
    func limit(usually: Int, most: Int) throws(HTTPRefusal) -> Int {
        guard let text = try text("limit") else { return usually }
        guard let limit = Int(text), (1...most).contains(limit) else {
            throw Self.bad("limit", "a number from 1 to \(most)")
        }
        return limit
    }

    /// `room`, `member`, `since` and `until`.
    func filter() throws(HTTPRefusal) -> AuditFilter {
        var filter = AuditFilter()
        filter.room = try text("room")
        filter.member = try text("member")
        filter.since = try time("since")
        filter.until = try time("until")
        return filter
    }

    private static func bad(_ name: String, _ wanted: String) -> HTTPRefusal {
        HTTPRefusal(status: .badRequest, message: "\(name) has to be \(wanted).")
    }
}
