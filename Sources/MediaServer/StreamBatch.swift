/// Everything that connections have brought a worker since its last turn.
struct StreamBatch {
    var inputs: [StreamInput] = []
    var bytes: [UInt8] = []

    mutating func removeAll() {
        inputs.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }
}
