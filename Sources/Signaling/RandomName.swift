/// Identifiers that the server gives out.
enum RandomName {
    /// 64 random bits: unique, though no secret.
    static func member(using generator: inout some RandomNumberGenerator) -> String {
        "m_" + hexadecimal(generator.next())
    }

    /// 128 random bits: whoever knows the address of a WHIP or WHEP session may end it.
    static func resource(using generator: inout some RandomNumberGenerator) -> String {
        hexadecimal(generator.next()) + hexadecimal(generator.next())
    }

    private static func hexadecimal(_ bits: UInt64) -> String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
