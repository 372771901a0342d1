extension TURNRefusalReason {
    /// The case's name in snake case, as metrics have it.
    package var name: String {
        String(describing: self).reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
}
