/// A question whose answer names a session or a member that is not as the events say.
struct PartyCheck {
    let table: String
    let reason: String
    /// With `:first`, the first event that is still there.
    let sql: String

    static let all = sessions + members

    private static let sessions = [
        PartyCheck(
            table: "session", reason: "its beginning is not what the events say",
            sql: """
                SELECT t.id FROM session t LEFT JOIN event e ON e.seq = t.opened
                WHERE t.opened >= :first AND (e.session IS NOT t.id OR coalesce(e.room, '') IS NOT t.room
                  OR e.at IS NOT t.opened_at OR e.kind NOT IN ('join', 'session-start')) LIMIT 1
                """),
        PartyCheck(
            table: "session", reason: "its end is not what the events say",
            sql: """
                SELECT t.id FROM session t LEFT JOIN event e ON e.seq = t.closed
                WHERE t.closed >= :first
                  AND (e.session IS NOT t.id OR e.at IS NOT t.closed_at OR e.kind IS NOT 'session-end') LIMIT 1
                """),
        PartyCheck(
            table: "session", reason: "it has ended, as the events say",
            sql: """
                SELECT t.id FROM session t JOIN event e ON e.session = t.id AND e.kind = 'session-end'
                WHERE t.closed IS NULL AND e.seq >= :first LIMIT 1
                """),
        PartyCheck(
            table: "session", reason: "it is missing, though events tell of it",
            sql: """
                SELECT e.session FROM event e WHERE e.kind IN ('join', 'session-start') AND e.seq >= :first
                  AND e.session IS NOT NULL AND NOT EXISTS (SELECT 1 FROM session t WHERE t.id = e.session) LIMIT 1
                """),
    ]

    private static let members = [
        PartyCheck(
            table: "member", reason: "its coming is not what the events say",
            sql: """
                SELECT t.id FROM member t LEFT JOIN event e ON e.seq = t.joined
                WHERE t.joined >= :first AND (e.session IS NOT t.session OR e.member IS NOT t.id
                  OR e.at IS NOT t.joined_at OR e.kind IS NOT 'join') LIMIT 1
                """),
        PartyCheck(
            table: "member", reason: "its going is not what the events say",
            sql: """
                SELECT t.id FROM member t LEFT JOIN event e ON e.seq = t.left
                WHERE t.left >= :first AND (e.session IS NOT t.session OR e.member IS NOT t.id
                  OR e.at IS NOT t.left_at OR e.kind IS NOT 'leave') LIMIT 1
                """),
        PartyCheck(
            table: "member", reason: "it has gone, as the events say",
            sql: """
                SELECT t.id FROM member t WHERE t.left IS NULL AND t.joined >= :first
                  AND (SELECT max(seq) FROM event e WHERE e.session = t.session AND e.member = t.id AND e.kind = 'leave')
                    > (SELECT max(seq) FROM event e WHERE e.session = t.session AND e.member = t.id AND e.kind = 'join')
                LIMIT 1
                """),
        PartyCheck(
            table: "member", reason: "the event with its name is another member's",
            sql: """
                SELECT t.id FROM member t LEFT JOIN event e ON e.seq = t.named
                WHERE t.named >= :first AND (e.session IS NOT t.session OR e.member IS NOT t.id) LIMIT 1
                """),
        PartyCheck(
            table: "member", reason: "it is missing, though events tell of it",
            sql: """
                SELECT e.member FROM event e WHERE e.kind = 'join' AND e.seq >= :first AND e.session IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM member t WHERE t.session = e.session AND t.id = e.member) LIMIT 1
                """),
    ]
}
