// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    targets: [
        .target(name: "CBench", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .executableTarget(name: "limit", dependencies: ["CBench"]),
        .executableTarget(
            name: "party-load", dependencies: ["CBench"], path: "Sources/PartyLoad", swiftSettings: strict),
        .executableTarget(name: "compare", dependencies: ["CBench"], swiftSettings: strict),
    ],
    cLanguageStandard: .gnu11
)
