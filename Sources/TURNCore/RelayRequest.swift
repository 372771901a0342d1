/// Which relayed addresses an Allocate request needs, for the driver to open.
package struct RelayRequest: Sendable, Equatable {
    package enum Family: UInt8, Sendable, CaseIterable {
        case ipv4 = 1
        case ipv6 = 2
    }

    package var family = Family.ipv4
    /// ADDITIONAL-ADDRESS-FAMILY: an IPv6 address too, if it can be had.
    package var alsoIPv6 = false
    /// EVEN-PORT.
    package var evenPort = false
    /// The port after it, kept for a later Allocate.
    package var reservesNext = false
    /// RESERVATION-TOKEN: no new address, but the one that was kept under it.
    package var reservationToken: UInt64?
    /// Who asks: what is kept is kept for it alone.
    package var identity: [UInt8] = []
}
