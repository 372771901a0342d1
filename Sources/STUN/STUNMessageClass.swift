/// RFC 8489 §5.
package enum STUNMessageClass: UInt8, Sendable, CaseIterable {
    case request = 0
    case indication = 1
    case success = 2
    case error = 3
}
