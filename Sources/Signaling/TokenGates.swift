import Access

/// The tokens that programs and operators show.
package struct TokenGates: Sendable {
    /// For what concerns the server: who is where.
    package var operators: TokenGate
    /// For back ends that make invitations; an operator's token is as good.
    package var invitations: TokenGate

    package init(operators: [Secret] = [], invitations: [Secret] = []) {
        self.operators = TokenGate(operators)
        self.invitations = TokenGate(operators + invitations)
    }
}
