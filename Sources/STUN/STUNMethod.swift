/// A 12-bit method (RFC 8489 §18.2, RFC 8656 §17). Others than those named here can arrive and are the caller's to refuse.
package struct STUNMethod: RawRepresentable, Sendable, Hashable {
    package let rawValue: UInt16
    @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue & 0xfff }

    package static let binding = STUNMethod(rawValue: 1)
    package static let allocate = STUNMethod(rawValue: 3)
    package static let refresh = STUNMethod(rawValue: 4)
    package static let send = STUNMethod(rawValue: 6)
    package static let data = STUNMethod(rawValue: 7)
    package static let createPermission = STUNMethod(rawValue: 8)
    package static let channelBind = STUNMethod(rawValue: 9)
}
