import Synchronization

/// All entries below the edge, in the order of the floors.
package enum FuzzEntries {
    package static let all: [any FuzzEntry.Type] = [
        STUNMessageFuzz.self, ChannelDataFuzz.self, StreamFrameFuzz.self, RTPFuzz.self, RTCPFuzz.self, PayloadFuzz.self,
        TransportFeedbackFuzz.self, TransportRecorderFuzz.self, SessionDescriptionFuzz.self, SessionFragmentFuzz.self,
        NegotiationFuzz.self, PartyProtocolFuzz.self, SRTPFuzz.self, DTLSFuzz.self, ICEFuzz.self, MediaEngineFuzz.self,
        TURNFuzz.self,
    ]

    /// Entries of other targets; they bring themselves in before fuzzing begins.
    package static let further = Mutex<[any FuzzEntry.Type]>([])
}
