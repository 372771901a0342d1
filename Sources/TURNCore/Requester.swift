import Bytes
import STUN

/// Who sent an authentic request, and how the answer is to be signed.
struct Requester {
    let username: TURNUsername
    let key: LongTermKey
    let algorithm: STUNIntegrityAlgorithm
    let method: STUNMethod
    let transactionID: [12 of UInt8]
    let hasFingerprint: Bool
}
