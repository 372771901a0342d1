import Bytes

/// An Allocate request that has passed every test and waits for its relayed addresses.
struct AllocateIntent {
    let requester: Requester
    let tuple: FiveTuple
    let lifetime: TimeSpan
    let request: RelayRequest
}
