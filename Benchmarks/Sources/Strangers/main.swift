import Glibc

if CommandLine.arguments.contains(where: { ["--help", "-h"].contains($0) }) {
    print(StrangerOptions.help)
    exit(0)
}
do throws(StrangerError) {
    let options = try StrangerOptions(CommandLine.arguments.dropFirst())
    switch options.kind {
    case .datagrams: print(try GarbageFlood(options).run())
    case .tcp, .tls, .dtls: print(try HalfOpenCrowd(options).run())
    }
} catch {
    let message = Array("strangers: \(error)\n".utf8)
    write(2, message, message.count)
    exit(error.exitCode)
}
