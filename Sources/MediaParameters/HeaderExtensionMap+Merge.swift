extension HeaderExtensionMap {
    /// Takes over what the other map has and this one lacks: a bundle has one id space (RFC 8843 §9.2).
    package mutating func merge(_ other: HeaderExtensionMap) {
        for kind in HeaderExtension.allCases where self[kind] == 0 { self[kind] = other[kind] }
    }
}
