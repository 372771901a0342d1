/// A value of a report, whatever form the report has.
enum OutputValue {
    case none
    case text(String?)
    case integer(Int?)
    case number(Double?)
    /// Milliseconds since 1970.
    case time(Double?)
    /// Seconds into the film.
    case film(Double?)
    case list([String])
    case table([String: String])
}
