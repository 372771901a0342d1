/// DTLS-SRTP protection profiles (RFC 5764 §4.1.2, RFC 7714 §14.2), in our order of preference. Raw values are IANA's numbers.
package enum SRTPProfile: UInt16, Sendable, CaseIterable {
    case aeadAES128GCM = 0x0007
    case aeadAES256GCM = 0x0008
    case aes128CMSHA1_80 = 0x0001

    /// Bytes of the master key.
    package var keyCount: Int { self == .aeadAES256GCM ? 32 : 16 }
    /// Bytes of the master salt.
    package var saltCount: Int { self == .aes128CMSHA1_80 ? 14 : 12 }
    /// Bytes that an RTP packet grows by.
    package var tagCount: Int { self == .aes128CMSHA1_80 ? 10 : 16 }
    /// Bytes that an RTCP packet grows by: tag and index word.
    package var controlTagCount: Int { tagCount + 4 }
}
