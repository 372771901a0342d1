/// `VIEW`: which streams this client wants to see, how large, and which of them first.
package struct ClientView: ClientMessage, Equatable {
    package static let type = "VIEW"
    /// Four sources for each of a hundred members.
    private static let mostStreams = 400

    package var streams: [ViewStream]

    package init(streams: [ViewStream]) {
        self.streams = streams
    }

    package func validate() throws(FieldError) {
        guard streams.count <= Self.mostStreams else {
            throw FieldError(field: "streams", problem: "must have at most \(Self.mostStreams) entries")
        }
        for (index, stream) in streams.enumerated() {
            do { try stream.validate() } catch { throw error.inside("streams[\(index)]") }
        }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}
