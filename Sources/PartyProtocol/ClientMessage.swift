/// One message from a client. `type` selects the Swift type through `ClientMessageTable`.
package protocol ClientMessage: Decodable, Sendable {
    /// The value of the `type` field.
    static var type: String { get }

    /// Checks ranges, formats and counts that JSON types cannot express.
    func validate() throws(FieldError)

    /// Calls the receiver's method for this message.
    func deliver(to receiver: some ClientMessageReceiver) async
}

extension ClientMessage {
    package func validate() throws(FieldError) {}
}
