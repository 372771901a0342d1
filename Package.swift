// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

func machine(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func suite(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

// Floors, lowest first. Edges go down only; ArchitectureTests checks it.
let shims: [Target] = [
    .target(name: "CLinux"),
    .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
    .target(name: "CSRTP", linkerSettings: [.linkedLibrary("srtp2")]),
]
let codecs: [Target] = [
    machine("Bytes"),
    machine("MediaParameters"),
    machine("RTP", ["Bytes", "MediaParameters"]),
    machine("STUN", ["Bytes"]),
    machine("SDP", ["MediaParameters"]),
    machine("PartyProtocol", ["MediaParameters"], exclude: ["Protocol.md"]),
]
let machines: [Target] = [
    machine("SecureTransport", ["Bytes", "MediaParameters", "COpenSSL", "CSRTP"]),
    machine("ICELite", ["Bytes", "MediaParameters", "STUN", "SecureTransport"]),
    machine("Congestion", ["Bytes", "RTP"]),
    machine("MediaCore", ["Bytes", "MediaParameters", "RTP", "STUN", "SecureTransport", "ICELite", "Congestion"]),
    machine("Negotiation", ["MediaParameters", "SDP"]),
    machine("TURNCore", ["Bytes", "STUN", "SecureTransport"]),
    machine("PartyCore", ["PartyProtocol", "MediaParameters"]),
]
let io: [Target] = [
    machine("EventLoop", ["Bytes", "CLinux"]),
    machine(
        "MediaServer",
        ["Bytes", "MediaParameters", "STUN", "SecureTransport", "ICELite", "MediaCore", "TURNCore", "EventLoop"]),
    machine("Probe", ["Bytes", "MediaParameters", "RTP", "STUN", "SecureTransport"]),
    machine("NetSim", ["Bytes", "MediaParameters", "RTP", "STUN", "SecureTransport", "MediaCore"]),
]
let edges: [Target] = [
    machine(
        "Edge",
        [
            "Bytes", "STUN", "SecureTransport",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "NIOTLS", package: "swift-nio"),
            .product(name: "NIOWebSocket", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            .product(name: "Logging", package: "swift-log"),
        ]),
    machine(
        "Signaling",
        [
            "Bytes", "MediaParameters", "STUN", "MediaCore", "MediaServer", "Negotiation", "PartyProtocol", "PartyCore",
            "EventLoop", "Edge", "SessionStore", "Access",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]),
    machine(
        "SessionStore",
        [
            "PartyCore",
            .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "Logging", package: "swift-log"),
        ]),
    machine(
        "Access",
        [.product(name: "JWTKit", package: "jwt-kit"), .product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "WebClient", exclude: ["README.md"], resources: [.copy("Public")], swiftSettings: strict),
]
let app: [Target] = [
    .executableTarget(
        name: "toperparty",
        dependencies: [
            "Bytes", "MediaParameters", "STUN", "SecureTransport", "EventLoop", "Probe", "MediaServer", "Signaling",
            "SessionStore", "Access", "Edge", "WebClient",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Yams", package: "Yams"),
        ],
        swiftSettings: strict)
]
let tests: [Target] = [
    suite("BytesTests", ["Bytes"]),
    suite("STUNTests", ["STUN", "Bytes"]),
    suite("CongestionTests", ["Congestion", "RTP", "Bytes"]),
    suite("RTPTests", ["RTP", "Bytes", "MediaParameters"]),
    suite("SDPTests", ["SDP", "MediaParameters"]),
    suite("NegotiationTests", ["Negotiation", "SDP", "MediaParameters", "Bytes"], resources: [.copy("Offers")]),
    suite("SecureTransportTests", ["SecureTransport", "Bytes", "MediaParameters", "COpenSSL"]),
    suite("ICELiteTests", ["ICELite", "STUN", "SecureTransport", "Bytes", "MediaParameters"]),
    suite("ArchitectureTests", []),
    suite("EventLoopTests", ["EventLoop", "Bytes"]),
    suite(
        "MediaServerTests",
        ["MediaServer", "MediaCore", "NetSim", "EventLoop", "SecureTransport", "MediaParameters", "STUN", "Bytes"]),
    suite("ProbeTests", ["Probe", "SecureTransport", "MediaParameters", "Bytes"]),
    suite("SimulationTests", ["NetSim", "MediaCore", "MediaParameters", "Bytes"]),
    suite("PartyProtocolTests", ["PartyProtocol", "MediaParameters"]),
    suite("TURNCoreTests", ["TURNCore", "STUN", "SecureTransport", "Bytes"]),
    suite("PartyCoreTests", ["PartyCore", "PartyProtocol", "MediaParameters", "Bytes"]),
]

// Entries that Tests/Fuzz/run drives with libFuzzer; FuzzTests replays their corpus.
let fuzz: [Target] = [
    .target(
        name: "FuzzEntries",
        dependencies: [
            "Bytes", "MediaParameters", "RTP", "STUN", "SDP", "PartyProtocol", "SecureTransport", "ICELite",
            "Congestion", "TURNCore",
            "MediaCore", "Negotiation", "NetSim",
        ],
        path: "Tests/Fuzz/Entries", swiftSettings: strict),
    .target(
        name: "FuzzReplay", dependencies: ["FuzzEntries", "Bytes"], path: "Tests/Fuzz/Replay", swiftSettings: strict),
    suite("FuzzTests", ["FuzzEntries", "FuzzReplay", "Bytes"]),
]

// Suites that need the packages of floor 3.
let edgeTests: [Target] = [
    .target(
        name: "EdgeFuzzEntries",
        dependencies: [
            "FuzzEntries", "Edge", "Bytes",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOWebSocket", package: "swift-nio"),
        ],
        path: "Tests/Fuzz/EdgeEntries", swiftSettings: strict),
    suite("EdgeFuzzTests", ["EdgeFuzzEntries", "FuzzEntries", "FuzzReplay", "Bytes"]),
    .target(
        name: "EdgeTestSupport",
        dependencies: [
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ],
        path: "Tests/EdgeTestSupport", swiftSettings: strict),
    suite(
        "EdgeTests",
        [
            "Edge", "EdgeTestSupport", "SecureTransport", "STUN", "Bytes",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]),
    suite(
        "SignalingTests",
        [
            "Signaling", "SessionStore", "Access", "PartyCore", "Edge", "EdgeTestSupport", "PartyProtocol",
            "MediaServer", "Bytes",
            .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]),
    suite(
        "SessionStoreTests", ["SessionStore", "PartyCore", .product(name: "GRDB", package: "GRDB.swift")]),
    suite("AccessTests", ["Access", .product(name: "Crypto", package: "swift-crypto")]),
    suite(
        "CommandLineTests",
        [
            "toperparty", "SessionStore", "Access", "Bytes", "MediaParameters",
            .product(name: "Logging", package: "swift-log"),
        ]),
]

let package = Package(
    name: "toperparty",
    products: [.executable(name: "toperparty", targets: ["toperparty"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: shims + codecs + machines + io + edges + app + tests + fuzz + edgeTests,
    cLanguageStandard: .gnu11
)
