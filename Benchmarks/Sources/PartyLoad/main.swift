import Glibc

do throws(LoadError) {
    let options = try LoadOptions(CommandLine.arguments.dropFirst())
    let report = try LoadRun(options).run()
    print(options.json ? report.json : report.text)
} catch {
    let message = Array("party-load: \(error)\n".utf8)
    write(2, message, message.count)
    exit(1)
}
