/// `SLOTS`: who is in which receive slot; always the receiver's whole map.
package struct ServerSlots: ServerMessage {
    private let type = "SLOTS"
    package var slots: [SlotDescription]

    package init(slots: [SlotDescription]) {
        self.slots = slots
    }
}
