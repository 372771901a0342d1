import Bytes
import MediaServer

/// What the media server is told.
extension Configuration {
    /// `::` stands for both families, where there is IPv6.
    static var everywhere: SocketAddress {
        Machine.hasIPv6 ? SocketAddress(high: 0, low: 0, port: 0) : SocketAddress(ipv4: 0, port: 0)
    }

    /// Asks for the public address when that is wished.
    func media() async throws -> MediaServerConfiguration {
        var settings = MediaServerConfiguration()
        settings.host = host ?? Self.everywhere
        settings.port = port
        settings.publicAddresses = try await publishedAddresses()
        settings.addsInterfaces = addresses.addsInterfaces
        settings.workers = workers
        settings.relay = relayConfiguration
        settings.tcpHost = tcpHost ?? Self.everywhere
        return settings
    }

    private func publishedAddresses() async throws -> [SocketAddress] {
        guard let server = addresses.discovery else { return addresses.published }
        do throws(ProbeError) {
            return try await AddressDiscovery(server: server).addresses()
        } catch {
            throw StartFailure(
                description:
                    "--discover: \(server) does not tell the public address: \(error). Name another server, or the address itself with --public-address."
            )
        }
    }
}
