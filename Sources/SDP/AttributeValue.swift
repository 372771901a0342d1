/// The value of an attribute that has a form of its own.
package protocol AttributeValue: Sendable, Equatable {
    static var name: String { get }
    /// How many lines of this name one section may have.
    static var limit: Int { get }

    /// nil when the text has not the attribute's form.
    init?(_ text: String)
    var text: String { get }
}
