/// How a client gets into a room. Calls wait for the server's answer: signaling is not part of what is measured.
protocol Signaling: AnyObject {
    func join(room: String, role: Role, local: LocalParameters) throws(LoadError) -> RemoteParameters
    func leaveAll()
}
