import Bytes

/// The SSRCs of one transport: few enough that a walk beats hashing, and capped (attack M8).
struct SourceRoutes {
    static let limit = 50

    private var routes: [SourceRoute] = []

    var count: Int { routes.count }
    var isFull: Bool { routes.count >= Self.limit }

    @inline(__always)
    func route(of ssrc: UInt32) -> SourceRoute? {
        for route in routes where route.ssrc == ssrc { return route }
        return nil
    }

    /// A new route for the SSRC, in place of an old one. False when the table is full.
    mutating func bind(_ route: SourceRoute) -> Bool {
        if let index = routes.firstIndex(where: { $0.ssrc == route.ssrc }) {
            routes[index] = route
            return true
        }
        guard !isFull else { return false }
        routes.append(route)
        return true
    }

    mutating func remove(_ encoding: Handle<Encoding>) {
        routes.removeAll { $0.encoding == encoding }
    }
}
