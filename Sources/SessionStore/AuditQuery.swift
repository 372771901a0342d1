import GRDB

/// A query whose conditions come one by one. Values are bound, never written into the text.
struct AuditQuery {
    private(set) var sql: String
    private(set) var arguments = StatementArguments()
    private var hasCondition = false

    init(_ sql: String) { self.sql = sql }

    mutating func add(_ condition: String) {
        sql += (hasCondition ? " AND " : " WHERE ") + condition
        hasCondition = true
    }

    /// - Parameter condition: with one `?`; left out when there is no value.
    mutating func add(_ condition: String, _ value: (some DatabaseValueConvertible)?) {
        guard let value else { return }
        add(condition)
        arguments += [value]
    }

    mutating func add(_ column: String, in values: [String]) {
        add("\(column) IN (\(values.map { _ in "?" }.joined(separator: ",")))")
        arguments += StatementArguments(values)
    }

    /// - Parameters:
    ///   - order: columns, in their order.
    ///   - limit: the last so many, still in their order.
    mutating func end(order: [String], limit: Int?) {
        guard let limit else {
            sql += " ORDER BY \(order.joined(separator: ", "))"
            return
        }
        let back = order.map { $0 + " DESC" }.joined(separator: ", ")
        let plain = order.compactMap { $0.split(separator: ".").last }.joined(separator: ", ")
        sql = "SELECT * FROM (\(sql) ORDER BY \(back) LIMIT \(max(0, limit))) ORDER BY \(plain)"
    }
}
