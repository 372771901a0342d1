/// Who may come in.
package struct AccessSettings: Sendable, Equatable {
    /// Signs invitations; nil is no need for one.
    package var secret: Secret?
    /// The operator has said that everybody may come in.
    package var isOpen = false
    /// Web origins whose pages may connect, besides the server's own.
    package var origins: [String] = []
    /// What back ends show that make invitations; nil leaves only the operator's token.
    package var apiToken: Secret?

    package init() {}
}
