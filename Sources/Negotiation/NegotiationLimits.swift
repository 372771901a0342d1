/// Bounds of what a description may ask of the media plane.
package enum NegotiationLimits {
    /// Simulcast streams accepted of one m-line; browsers send three.
    package static let encodings = 4
    /// Bytes of a mid.
    package static let mid = 64
    /// RFC 8445 §5.3: bytes of a username fragment and a password.
    package static let usernameFragment = 4...256
    package static let password = 22...256
}
