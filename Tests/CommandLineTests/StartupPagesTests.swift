import Testing

@testable import toperparty

@Suite("Pages that only starting needed")
struct StartupPagesTests {
    @Test("are those of read-only file mappings that equal their file")
    func restorable() {
        let smaps = """
            55d0c8a00000-55d0c8a21000 r-xp 00001000 fe:00 1234                       /usr/bin/a program
            Rss:                 128 kB
            Anonymous:             0 kB
            VmFlags: rd ex mr mw me
            55d0c8a21000-55d0c8a30000 r--p 00022000 fe:00 1234                       /usr/bin/a program
            Anonymous:            60 kB
            55d0c8a30000-55d0c8a31000 rw-p 00031000 fe:00 1234                       /usr/bin/a program
            Anonymous:             0 kB
            7f0000000000-7f0000001000 r--p 00000000 00:00 0
            Anonymous:             0 kB
            7f0000001000-7f0000002000 r--p 00000000 fe:00 99                         /lib/replaced.so (deleted)
            Anonymous:             0 kB
            7f0000002000-7f0000003000 r--s 00000000 fe:00 99                         /shared
            Anonymous:             0 kB
            7ffd00000000-7ffd00001000 r-xp 00000000 00:00 0                          [vdso]
            """
        let pages = StartupPages(smaps: smaps)
        #expect(pages.mappings.count == 7)
        #expect(pages.mappings.filter(\.isRestorable).map(\.range) == [0x55d0_c8a0_0000..<0x55d0_c8a2_1000])
    }

    @Test("are none in a text that is no list of mappings")
    func nonsense() {
        #expect(StartupPages(smaps: "").mappings.isEmpty)
        #expect(StartupPages(smaps: "zz-1 r-xp 0 0 0 /a\n2-1 r-xp 0 0 0 /a\nAnonymous: 1 kB").mappings.isEmpty)
    }
}
