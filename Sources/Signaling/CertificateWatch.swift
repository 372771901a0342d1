import Edge
import Foundation
import Logging
import ServiceLifecycle

/// Takes a renewed certificate into use: whoever renews it need not tell us.
struct CertificateWatch: Service {
    let identity: TLSIdentity
    let logger: Logger
    var interval: Duration = .seconds(5)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil {
                if identity.hasChanged { reload() }
            }
        }
    }

    /// New connections get the new certificate; nobody is dropped.
    func reload() {
        do {
            try identity.reload()
            logger.info("certificate loaded", metadata: ["until": "\(identity.end.ISO8601Format())"])
        } catch {
            logger.error("the new certificate is not used, the old one stays", metadata: ["reason": "\(error)"])
        }
    }
}
