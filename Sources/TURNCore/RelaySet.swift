/// What the driver opened for a `RelayRequest`. Without `first` the allocation fails.
package struct RelaySet: Sendable {
    package var first: Relay?
    package var additional: Relay?
    /// Of the address after `first`, if it was asked for and could be kept.
    package var reservationToken: UInt64?

    package init(first: Relay? = nil, additional: Relay? = nil) {
        self.first = first
        self.additional = additional
    }

    var all: [Relay] { [first, additional].compactMap { $0 } }
}
