import Glibc

if CommandLine.arguments.contains(where: { ["--help", "-h"].contains($0) }) {
    print(RelayOptions.help)
    exit(0)
}
do throws(RelayLoadError) {
    let options = try RelayOptions(CommandLine.arguments.dropFirst())
    let report = try RelayRun(options).run()
    print(options.json ? report.json : report.text)
} catch {
    let message = Array("relay-load: \(error)\n".utf8)
    write(2, message, message.count)
    exit(error.exitCode)
}
