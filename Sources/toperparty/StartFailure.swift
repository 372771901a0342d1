/// Anything else that keeps the server from starting.
struct StartFailure: StartError {
    let description: String

    /// EX_UNAVAILABLE.
    var exitCode: Int32 { 69 }
}
