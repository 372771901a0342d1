/// A member as the others see it.
package struct MemberDescription: Encodable, Sendable, Equatable {
    package var memberId: String
    package var name: String
    package var tracks: [TrackDescription]

    package init(memberId: String, name: String, tracks: [TrackDescription]) {
        self.memberId = memberId
        self.name = name
        self.tracks = tracks
    }
}
