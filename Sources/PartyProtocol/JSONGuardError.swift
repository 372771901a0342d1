/// Why a frame never reaches the JSON decoder.
package enum JSONGuardError: Error, Equatable {
    /// More than `PartyLimits.frameBytes`.
    case tooLong
    /// Not UTF-8 (RFC 3629).
    case encoding
    /// More than `PartyLimits.depth` nested lists and objects.
    case tooDeep
    /// Not JSON (RFC 8259); `offset` is that of the first byte that cannot be.
    case syntax(offset: Int)
    /// Not an object.
    case notObject
}
