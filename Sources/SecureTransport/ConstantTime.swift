import COpenSSL

/// Whether both hold the same bytes, in a time that depends on the count only: a timing must not tell how much of a guessed tag was right.
package func constantTimeEqual(_ left: RawSpan, _ right: RawSpan) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    return left.withUnsafeBytes { first in
        right.withUnsafeBytes { second in
            first.count == 0 || copenssl_equal(first.baseAddress, second.baseAddress, first.count) == 1
        }
    }
}
