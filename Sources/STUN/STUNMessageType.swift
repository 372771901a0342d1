/// Method and class in one field, the class's two bits lying between those of the method (RFC 8489 §5, figure 3).
struct STUNMessageType {
    var method: STUNMethod
    var messageClass: STUNMessageClass

    /// `nil` when the two leading bits say that this is no STUN message.
    init?(_ field: UInt16) {
        let high = field >> 7 & 2
        let low = field >> 4 & 1
        guard field < 0x4000, let messageClass = STUNMessageClass(rawValue: UInt8(high | low)) else { return nil }
        let bits = (field & 0x3e00) >> 2 | (field & 0xe0) >> 1
        method = STUNMethod(rawValue: bits | field & 0xf)
        self.messageClass = messageClass
    }

    init(_ method: STUNMethod, _ messageClass: STUNMessageClass) {
        self.method = method
        self.messageClass = messageClass
    }

    var field: UInt16 {
        let bits = method.rawValue
        let kind = UInt16(messageClass.rawValue)
        let spread = (bits & 0xf80) << 2 | (bits & 0x70) << 1 | bits & 0xf
        return spread | (kind & 2) << 7 | (kind & 1) << 4
    }
}
