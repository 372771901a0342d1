/// Decodes any client message by its `type`, with whatever `Decoder` the caller has. Throws `ClientMessageError`, or what the decoder itself
/// throws when there is no `type`.
package struct ClientEnvelope: Decodable, Sendable {
    package let message: any ClientMessage

    private enum CodingKeys: String, CodingKey { case type }

    package init(from decoder: any Decoder) throws {
        let type = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .type)
        guard let message = ClientMessageTable.types[type] else { throw ClientMessageError(unknownType: type) }
        do {
            self.message = try message.init(from: decoder)
            try self.message.validate()
        } catch {
            throw ClientMessageError(error, in: type)
        }
    }
}
