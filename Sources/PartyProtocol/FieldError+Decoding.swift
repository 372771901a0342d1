extension FieldError {
    package init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(field: Self.path(context.codingPath + [key]), problem: "is missing")
        case .valueNotFound(let type, let context), .typeMismatch(let type, let context):
            self.init(field: Self.path(context.codingPath), problem: "must be " + Self.expectation(type))
        case .dataCorrupted(let context):
            self.init(field: Self.path(context.codingPath), problem: "has a value that cannot be used here")
        @unknown default:
            self.init(field: "", problem: "cannot be read")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        var path = ""
        for key in keys {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
        return path
    }

    private static func expectation(_ type: Any.Type) -> String {
        if type == String.self { return "a string" }
        if type == Bool.self { return "true or false" }
        if type == Double.self { return "a number" }
        if type == Int.self || type == UInt64.self { return "a whole number" }
        return type is any ListLike.Type ? "a list" : "an object"
    }
}

/// What JSON writes as a list.
private protocol ListLike {}
extension Array: ListLike {}
