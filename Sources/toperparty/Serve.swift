import ArgumentParser

/// `toperparty serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start the server.",
        discussion: """
            Serves the party page and signaling (WebSocket, WHIP, WHEP) on a TCP port, and media on the UDP port of the same number: open \
            both in a firewall. Without options that is http://localhost:4001/ for this machine alone. For others, say where they find it and \
            who may come in:

                toperparty serve --port 443 --public-url https://party.example.org --tls-certificate fullchain.pem --tls-key privkey.pem --open

            Every option may also stand in the environment (TOPERPARTY_PORT, TOPERPARTY_PUBLIC_ADDRESS, …) or in a YAML file given by \
            --config, under the name it has here without the dashes:

                port: 4001
                public-address: [203.0.113.7, "2001:db8::7"]
                open: true

            Options win over the environment, the environment over the file. deploy/toperparty.yaml explains every setting; "toperparty \
            check-config" shows what is in effect.

            SIGTERM, or Ctrl-C once, tells everybody that the server goes and ends it within seconds; Ctrl-C twice ends it at once. Exit codes: \
            0 after an orderly end, 64 for a wrong option, 78 for a wrong value in the environment or the file, 69 when the port cannot be had.
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        do {
            let configuration = try options.load()
            try configuration.requireAccess()
            try await ServerProcess(configuration: configuration).run()
        } catch let error as any StartError {
            throw error.report()
        }
    }
}
