import Bytes
import Congestion
import ICELite
import MediaParameters
import SecureTransport

/// One participant's connection: ICE, DTLS and SRTP, and what hangs on it.
struct Transport: ~Copyable {
    let room: Handle<Room>
    let createdAt: MonotonicTime
    /// SSRC under which this server reports to the client (RFC 3550 §6).
    let reporterSSRC: UInt32

    var plan: MediaPlan?
    var ice: ICELiteAgent?
    var dtls: DTLSEngine?
    var sender: SRTPSender?
    var receiver: SRTPReceiver?

    /// Where media goes; nil before nomination and after consent expired.
    var selected: SocketAddress?
    var tail = SendTail()
    /// Whether `disconnected` was said and not taken back.
    var isDisconnected = false

    /// One id space over the bundle (RFC 8843 §9.2).
    var uplinkExtensions = HeaderExtensionMap()
    var routes = SourceRoutes()
    var uplinks: [Handle<UpTrack>] = []
    var slots: [Handle<DownTrack>] = []
    /// Seats by number.
    var seats: [Seat] = []
    var requests: [StreamRequest] = []
    var labels: [TrackLabel] = []

    var recorder = TWCCRecorder()
    var estimator = ReceiveEstimator()
    var receivedSinceFeedback = false
    var nextFeedback = MonotonicTime.zero
    var nextConsentCheck = MonotonicTime.zero
    var nextReport = MonotonicTime.zero
    /// Counter of the transport-wide sequence numbers that we send.
    var transportSequence: UInt16 = 0
    var statistics = TransportStatistics()
    /// Media SSRC named in transport feedback: any of the publisher's.
    var feedbackSSRC: UInt32 = 0
    var lastSlots: [SlotOccupancy] = []

    init(room: Handle<Room>, reporterSSRC: UInt32, now: MonotonicTime) {
        self.room = room
        self.reporterSSRC = reporterSSRC
        createdAt = now
    }

    /// Media may be sent.
    var isConnected: Bool { sender != nil && selected != nil }
}
