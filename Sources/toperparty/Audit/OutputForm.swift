/// How a report is written.
enum OutputForm {
    /// For people.
    case table
    /// One JSON object a line.
    case json
    /// RFC 4180.
    case csv
}
