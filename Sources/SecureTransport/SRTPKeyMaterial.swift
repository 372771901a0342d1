/// Master keys and salts of both directions, as DTLS yields them (RFC 5764 §4.2).
package struct SRTPKeyMaterial: Sendable, Equatable {
    package let profile: SRTPProfile
    package let localKey: [UInt8]
    package let localSalt: [UInt8]
    package let remoteKey: [UInt8]
    package let remoteSalt: [UInt8]

    /// The counts must be those of the profile.
    package init(
        profile: SRTPProfile, localKey: [UInt8], localSalt: [UInt8], remoteKey: [UInt8], remoteSalt: [UInt8]
    ) {
        precondition(localKey.count == profile.keyCount && remoteKey.count == profile.keyCount)
        precondition(localSalt.count == profile.saltCount && remoteSalt.count == profile.saltCount)
        self.profile = profile
        self.localKey = localKey
        self.localSalt = localSalt
        self.remoteKey = remoteKey
        self.remoteSalt = remoteSalt
    }

    /// The same association as its peer sees it.
    package var reversed: SRTPKeyMaterial {
        SRTPKeyMaterial(
            profile: profile, localKey: remoteKey, localSalt: remoteSalt, remoteKey: localKey, remoteSalt: localSalt)
    }
}
