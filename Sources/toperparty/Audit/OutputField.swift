/// A column of a report.
struct OutputField {
    let name: String
    let value: OutputValue
    /// Tables for people leave some out.
    var isForPrograms = false
    /// JSON and CSV leave out what they have in another form.
    var isForPeople = false

    init(_ name: String, _ value: OutputValue, isForPrograms: Bool = false, isForPeople: Bool = false) {
        self.name = name
        self.value = value
        self.isForPrograms = isForPrograms
        self.isForPeople = isForPeople
    }
}
