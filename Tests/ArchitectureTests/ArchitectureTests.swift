import Foundation
import Testing

@Suite struct ArchitectureTests {
    let house: House

    init() throws { house = try House() }

    @Test func everyTargetHasItsFloor() {
        #expect(house.rooms.count > 10)
        #expect(Set(house.rooms.map(\.name)) == Set(House.order))
    }

    @Test func edgesGoDownOnly() {
        for room in house.rooms {
            for dependency in room.dependencies {
                guard let below = House.order.firstIndex(of: dependency) else { continue }
                let here = House.order.firstIndex(of: room.name) ?? -1
                #expect(below < here, "\(room.name) must not depend on \(dependency)")
            }
        }
    }

    @Test func codecsAndMachinesKnowNoOperatingSystem() throws {
        let allowed: Set<String> = ["Synchronization"]
        for room in house.rooms where House.pure.contains(room.name) {
            for file in try house.sources(of: room) {
                let imports = House.imports(of: try String(contentsOf: file, encoding: .utf8))
                let foreign = imports.subtracting(room.dependencies).subtracting(allowed)
                #expect(foreign.isEmpty, "\(room.name)/\(file.lastPathComponent) imports \(foreign.sorted())")
            }
        }
    }

    @Test func filesImportOnlyWhatTheirTargetDeclares() throws {
        let own = Set(House.order)
        for room in house.rooms {
            for file in try house.sources(of: room) {
                let imports = House.imports(of: try String(contentsOf: file, encoding: .utf8)).intersection(own)
                let undeclared = imports.subtracting(room.dependencies)
                #expect(undeclared.isEmpty, "\(room.name)/\(file.lastPathComponent) imports \(undeclared.sorted())")
            }
        }
    }

    @Test func filesStayReadable() throws {
        for room in house.rooms {
            for file in try house.sources(of: room) {
                let lines = try String(contentsOf: file, encoding: .utf8).split(
                    separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count <= 500, "\(room.name)/\(file.lastPathComponent) has \(lines.count) lines")
            }
        }
    }

    @Test func importLinesAreRead() {
        let text =
            "import Bytes\n@testable import RTP\npackage import STUN\n// import Nothing\nlet important = 1\nimport struct Foundation.Data"
        #expect(House.imports(of: text).isSuperset(of: ["Bytes", "RTP", "STUN"]))
        #expect(!House.imports(of: text).contains("Nothing"))
    }
}
