/// What the driver opened for a `RelayRequest`. Without `first` the allocation fails.
package struct RelaySet: Sendable {
    package var first: Relay?
    package var additional: Relay?
    package var reserved: Relay?

    package init(first: Relay? = nil, additional: Relay? = nil, reserved: Relay? = nil) {
        self.first = first
        self.additional = additional
        self.reserved = reserved
    }

    var all: [Relay] { [first, additional, reserved].compactMap { $0 } }
}
