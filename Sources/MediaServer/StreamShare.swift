/// How many bytes of one connection are in a batch.
struct StreamShare {
    var batch: UInt64
    var count = 0

    init(batch: UInt64 = .max) {
        self.batch = batch
    }
}
