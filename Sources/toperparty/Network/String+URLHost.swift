extension String {
    /// A host as it stands in a URL: IPv6 literals in brackets (RFC 3986 §3.2.2).
    var urlHost: String { contains(":") ? "[\(self)]" : self }
}
