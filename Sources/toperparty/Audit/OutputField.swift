/// A column of a report.
struct OutputField {
    let name: String
    let value: OutputValue
    /// Tables for people leave some out.
    var isForPrograms = false

    init(_ name: String, _ value: OutputValue, isForPrograms: Bool = false) {
        self.name = name
        self.value = value
        self.isForPrograms = isForPrograms
    }
}
