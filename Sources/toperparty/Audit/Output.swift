import Foundation
import Signaling

/// Writes a report row by row, so that one of millions of rows needs no memory.
final class Output {
    /// Rows whose widths decide those of a table.
    private static let sample = 500
    /// Bytes that are written at once.
    private static let portion = 65_536

    private let form: OutputForm
    private let writeOut: (String) -> Void
    private var unwritten = ""
    private var waiting: [[OutputField]] = []
    private var widths: [Int]?
    private(set) var rows = 0

    init(_ form: OutputForm, write: @escaping (String) -> Void = Output.toStandardOutput) {
        self.form = form
        writeOut = write
    }

    private func write(_ text: String) {
        unwritten += text
        if unwritten.utf8.count >= Self.portion { pass() }
    }

    private func pass() {
        if !unwritten.isEmpty { writeOut(unwritten) }
        unwritten = ""
    }

    static func toStandardOutput(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    func add(_ fields: [OutputField]) {
        rows += 1
        let forPrograms = fields.filter { !$0.isForPeople }
        switch form {
        case .json: write(JSONText.object(forPrograms) + "\n")
        case .csv:
            if rows == 1 { write(CSVText.line(forPrograms.map(\.name))) }
            write(CSVText.line(forPrograms.map { CSVText.text(of: $0.value) }))
        case .table: addToTable(fields.filter { !$0.isForPrograms })
        }
    }

    /// - Parameter nothing: said to people when there were no rows.
    func end(nothing: String) {
        if form == .table, rows == 0 { write(nothing + "\n") }
        if widths == nil, form == .table, rows > 0 { flush() }
        pass()
    }

    // MARK: Tables

    private func addToTable(_ fields: [OutputField]) {
        guard let widths else {
            waiting.append(fields)
            if waiting.count >= Self.sample { flush() }
            return
        }
        write(Self.line(fields.map { Self.cell($0.value) }, widths))
    }

    private func flush() {
        let titles = waiting.first?.map { $0.name.uppercased() } ?? []
        let cells = waiting.map { $0.map { Self.cell($0.value) } }
        let widths = titles.indices.map { column in
            min(48, ([titles] + cells).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
        }
        self.widths = widths
        for line in [titles] + cells { write(Self.line(line, widths)) }
        waiting = []
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (cell, width) in zip(cells, widths) {
            text += cell + String(repeating: " ", count: max(0, width - cell.count)) + "  "
        }
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }

    /// On one line, without what would move a terminal's cursor.
    private static func cell(_ value: OutputValue) -> String {
        switch value {
        case .none, .text(nil), .integer(nil), .number(nil), .time(nil), .film(nil): "-"
        case .text(let text?): LogText.escaped(text)
        case .integer(let value?): String(value)
        case .number(let value?): String((value * 100).rounded() / 100)
        case .time(let value?): TimeText.local(value)
        case .film(let value?): TimeText.film(value)
        case .list(let texts): LogText.escaped(texts.joined(separator: ", "))
        case .table(let table):
            LogText.escaped(table.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
        }
    }
}
