// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

func program(_ name: String, _ folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Sources/\(folder)", swiftSettings: strict)
}

func machine(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

let tools: [Target] = [
    .target(name: "CBench", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
    .target(name: "CCount"),
    machine("Checks", ["CBench"]),
    .executableTarget(name: "limit", dependencies: ["CBench"]),
    .executableTarget(name: "crowd", dependencies: ["CBench"]),
    machine("LoadSupport", ["CBench", "Checks"]),
    program("party-load", "PartyLoad", ["CBench", "Checks", "LoadSupport"]),
    program("relay-load", "RelayLoad", ["CBench", "LoadSupport"]),
    program("strangers", "Strangers", ["CBench"]),
    program("compare", "compare", ["CBench"]),
]

// The server's own folders, by symbolic link: `package` access ends at a package's border, so the packet path is compiled here once more.
let server: [Target] = [
    .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
    .target(name: "CSRTP", linkerSettings: [.linkedLibrary("srtp2")]),
    machine("Bytes"),
    machine("MediaParameters"),
    machine("RTP", ["Bytes", "MediaParameters"]),
    machine("STUN", ["Bytes"]),
    machine("SecureTransport", ["Bytes", "MediaParameters", "COpenSSL", "CSRTP"]),
    machine("ICELite", ["Bytes", "MediaParameters", "STUN", "SecureTransport"]),
    machine("Congestion", ["Bytes", "RTP"]),
    machine("MediaCore", ["Bytes", "MediaParameters", "RTP", "STUN", "SecureTransport", "ICELite", "Congestion"]),
    program(
        "packet-path", "PacketPath",
        ["CBench", "CCount", "Checks", "Bytes", "MediaParameters", "MediaCore", "SecureTransport"]),
]

let package = Package(name: "benchmarks", targets: tools + server, cLanguageStandard: .gnu11)
