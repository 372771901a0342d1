extension AttributeList {
    /// All values of one kind of attribute. Throws when one is malformed or there are more than `Value.limit`.
    package func read<Value: AttributeValue>(_ kind: Value.Type) throws(SDPError) -> [Value] {
        try located(kind).map(\.value)
    }

    /// The same, each with the line it stood in, for errors that are found later.
    package func located<Value: AttributeValue>(_ kind: Value.Type) throws(SDPError) -> [Located<Value>] {
        var found: [Located<Value>] = []
        for attribute in all where attribute.name == Value.name {
            guard found.count < Value.limit else { throw SDPError(line: attribute.line, reason: .tooMany(Value.name)) }
            guard let text = attribute.value, let value = Value(text) else {
                throw SDPError(line: attribute.line, reason: .malformed(Value.name))
            }
            found.append(Located(line: attribute.line, value: value))
        }
        return found
    }
}
