import Edge
import Hummingbird
import Logging

/// A request, and where it comes from.
struct PartyRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The client's address without its port.
    let remoteHost: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteHost = (RequestClient.address ?? source.channel.remoteAddress)?.ipAddress ?? ""
    }
}
