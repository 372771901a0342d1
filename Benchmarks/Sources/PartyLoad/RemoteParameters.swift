import LoadSupport

/// What a client needs to know from the server's answer or offer.
struct RemoteParameters {
    struct ICE {
        var usernameFragment: String
        var password: String
    }

    struct Extensions {
        var mid: UInt8 = 0
        var absSendTime: UInt8 = 0
        var transportCC: UInt8 = 0
    }

    var host: String
    var port: UInt16
    /// The passive TCP candidate, if there is one.
    var connection: (host: String, port: UInt16)?
    var relays: [RelayServer] = []
    /// nil for a server that knows neither ICE nor DTLS.
    var ice: ICE?
    /// Role of this client.
    var isDTLSClient = true
    var mid = "0"
    var payloadType: UInt8 = 96
    var rtxPayloadType: UInt8 = 97
    var extensions = Extensions()
}
