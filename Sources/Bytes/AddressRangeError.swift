/// Why a text is not an `AddressRange`.
public enum AddressRangeError: Error, Equatable, CustomStringConvertible {
    case noAddress(String)
    /// - Parameter limit: the longest prefix of the address's family.
    case noPrefix(String, limit: Int)
    case bitsBeyondPrefix(String, meant: String)

    public var description: String {
        switch self {
        case .noAddress(let text):
            "\"\(text)\" is not an address range; write one as 203.0.113.0/24, 2001:db8::/32 or a single address."
        case .noPrefix(let text, let limit): "\"\(text)\": after the slash stands a number from 0 to \(limit)."
        case .bitsBeyondPrefix(let text, let meant):
            "\"\(text)\" has bits beyond its prefix; write \(meant) for the whole range."
        }
    }
}
