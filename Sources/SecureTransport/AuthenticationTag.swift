/// The result of an HMAC: 20 bytes (SHA-1) or 32 (SHA-256), without an allocation.
package struct AuthenticationTag: Sendable {
    var storage: [32 of UInt8] = .init(repeating: 0)
    package let count: Int

    init(count: Int) { self.count = count }

    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get { storage.span.bytes.extracting(first: count) }
    }
}
