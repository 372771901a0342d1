/// What can keep secure transports from starting.
package enum SecureTransportError: Error, Equatable {
    /// libcrypto, libssl or libsrtp2 refuses an algorithm that every transport needs.
    case cryptoUnavailable
}
