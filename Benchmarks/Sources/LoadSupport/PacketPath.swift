/// How a client's packets reach the server and come back.
package protocol PacketPath: AnyObject {
    /// What to wait for.
    var descriptor: Int32 { get }
    /// One packet. False when it did not go out.
    @discardableResult
    func send(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool
    /// Slots 0..<count of a `bench_batch`; answers how many went out.
    func send(batch: OpaquePointer, _ count: Int) -> Int
    /// Hands over what is there, without waiting. Memory is the path's or the batch's, and may be written to.
    /// - Parameter batch: memory for datagrams.
    func receive(_ batch: OpaquePointer, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Void)
}
