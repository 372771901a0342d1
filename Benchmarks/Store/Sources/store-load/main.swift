import Foundation

if CommandLine.arguments.contains(where: { ["--help", "-h"].contains($0) }) {
    print(Options.help)
    exit(0)
}
do {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    var run = try StoreRun(options)
    print(try await run.run().text, terminator: "")
} catch {
    FileHandle.standardError.write(Data("store-load: \(error)\n".utf8))
    exit((error as? Failure)?.exitCode ?? 1)
}
