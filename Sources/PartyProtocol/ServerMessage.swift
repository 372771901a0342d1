/// One message from the server. Each has a stored `type`, so that the encoder writes it like any other field.
package protocol ServerMessage: Encodable, Sendable {}
