import Glibc

if CommandLine.arguments.contains(where: { ["--help", "-h"].contains($0) }) {
    print(LoadOptions.help)
    exit(0)
}
do throws(LoadError) {
    let options = try LoadOptions(CommandLine.arguments.dropFirst())
    let report = try LoadRun(options).run()
    print(options.json ? report.json : report.text)
} catch {
    let message = Array("party-load: \(error)\n".utf8)
    write(2, message, message.count)
    exit(error.exitCode)
}
