import Bytes

/// Limits and times of the relay.
package struct TURNConfiguration: Sendable {
    /// Number of the worker, which goes into virtual addresses.
    package var worker: UInt8 = 0
    package var realm = "toperparty"
    package var policy: PeerPolicy
    /// Whether a plain Binding request is answered.
    package var answersBinding = false
    /// Whether USERHASH is offered: right only when every user name is one that this server has issued and been told of.
    package var offersUserhash = false

    /// Allocations at once; further ones are refused with 486. The total is this machine's, at most 65 536.
    package var perMember = 8
    package var perAddress = 200
    package var total = 10_000
    package var permissionsPerAllocation = 128
    package var channelsPerAllocation = 64
    /// Bytes per second of one allocation in each direction; 0 is no limit.
    package var bandwidth = 0
    /// Challenges and other refusals of strangers, per second and network (a /24 or a /56), with a burst of four times as much.
    package var refusalsPerSecond = 25

    package var defaultLifetime = TimeSpan.seconds(600)
    package var maximumLifetime = TimeSpan.seconds(3600)
    package var permissionLifetime = TimeSpan.seconds(300)
    package var channelLifetime = TimeSpan.seconds(600)
    package var nonceLifetime = TimeSpan.seconds(3600)
    package var reservationLifetime = TimeSpan.seconds(30)

    package init(policy: PeerPolicy) { self.policy = policy }
}
