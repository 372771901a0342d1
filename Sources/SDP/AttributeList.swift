/// The `a=` lines of the session level or of one media section, in their order.
package struct AttributeList: Sendable, Equatable {
    package private(set) var all: [Attribute]

    package init(_ all: [Attribute] = []) {
        self.all = all
    }

    package func first(_ name: String) -> Attribute? {
        all.first { $0.name == name }
    }

    package func contains(_ name: String) -> Bool {
        all.contains { $0.name == name }
    }

    package mutating func append(_ attribute: Attribute) {
        all.append(attribute)
    }

    package mutating func append(_ name: String, _ value: String? = nil) {
        all.append(Attribute(name, value))
    }

    package mutating func append<Value: AttributeValue>(_ value: Value) {
        all.append(Attribute(Value.name, value.text))
    }
}
