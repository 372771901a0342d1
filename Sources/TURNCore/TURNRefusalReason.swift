/// Why something was not done, as counted.
package enum TURNRefusalReason: Int, Sendable, CaseIterable {
    case malformed
    case unsupported
    case challenged
    case wrongCredentials
    case expiredCredentials
    case revokedCredentials
    case staleNonce
    case rateLimited
    case badRequest
    case unknownAttribute
    case wrongTransport
    case wrongFamily
    case allocationMismatch
    case noAllocation
    case wrongUser
    case quotaMember
    case quotaAddress
    case quotaTotal
    case noRelay
    case deniedPeer
    case tableFull
    case noPermission
    case noChannel
    case bandwidth
    case plainBinding
    case noRoom
}
