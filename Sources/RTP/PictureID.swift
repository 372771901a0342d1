/// A picture id of 7 or 15 bits (RFC 7741 §4.2, RFC 9628 §4.2) and where it lies.
package struct PictureID: Sendable, Equatable {
    package let value: UInt16
    /// 7 or 15.
    package let bits: UInt8
    /// Offset in the payload.
    package let offset: Int
}
