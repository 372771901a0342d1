/// Why the operator's page is not served.
package enum AdminError: Error, Equatable {
    case cannotListen(errno: Int32)
}
