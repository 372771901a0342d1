"""How good a real party was, as its history tells afterwards: read from the database by `toperparty audit` and by SQLite itself."""

import asyncio
import json
import sqlite3

import pytest

import film_page as film
from audit import audit
from chromium import Chromium
from network_namespace import NetworkNamespace, is_possible, wall
from server import Server
from waiting import eventually


async def told(database, *arguments: str) -> str:
    code, output = await audit(database, *arguments)
    assert code == 0, output
    return output


def rows(database, sql: str) -> list[dict]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(sql)]
    finally:
        connection.close()


@pytest.mark.timeout(240)
async def test_a_party_leaves_samples_each_ten_seconds_and_a_summary_of_each_member(chromium, tmp_path, room):
    database = tmp_path / "party.sqlite"
    server = await Server(tmp_path, ["127.0.0.1"], ["--database", str(database)]).start()
    try:
        ann, bo = [await chromium.page(name, number=number) for number, name in enumerate(("Ann", "Bo"))]
        for page in (ann, bo):
            await page.join(server.url, room, seconds=60)
        await bo.sees(ann)
        await film.choose_test_film(ann)
        await film.stands(bo)
        await ann.press("k")
        await film.plays(bo)

        def complete() -> list[dict]:
            return rows(database, "SELECT * FROM sample WHERE sync_error IS NOT NULL AND round_trip IS NOT NULL AND bytes_in > 0 AND bytes_out > 0")

        # Two for each: the first may have begun before the film did.
        found = await eventually(lambda: asyncio.to_thread(complete), lambda list: len({row["member"] for row in list}) == 2 and len(list) >= 4, 90, "samples of both")
        assert all(row["path"] in ("udp", "tcp") and 0 <= (row["loss"] or 0) <= 1e6 and row["round_trip"] < 5e6 for row in found), found
        # Ten seconds of sound and a small picture: far from nothing, and far from impossible.
        assert all(10_000 < row["bytes_in"] < 50e6 for row in found), found
        assert all(row["relay_bytes"] is None and row["sync_error_p95"] >= 0 for row in found), found
        for member in {row["member"] for row in found}:
            times = [row["at"] for row in found if row["member"] == member]
            assert all(8_000 < later - earlier < 25_000 for earlier, later in zip(times, times[1:])), times

        running = [json.loads(line) for line in (await told(database, "members", "--json")).splitlines()]
        assert {member["name"] for member in running} == {"Ann", "Bo"} and all(int(member["quality"]["bytesIn"]) > 0 for member in running), running

        await bo.press("Shift+L")
        await ann.forgets("Bo")
        [bo_then] = await eventually(
            lambda: asyncio.to_thread(rows, database, "SELECT detail FROM event WHERE kind = 'summary'"), lambda list: len(list) == 1, 20, "Bo's summary")
        summary = json.loads(bo_then["detail"])
        assert {"bytesIn", "bytesOut", "roundTripP50", "syncErrorP50", "syncErrorP95", "paths", "samples"} <= summary.keys(), summary
        await ann.press("Shift+L")
        await eventually(lambda: asyncio.to_thread(rows, database, "SELECT id FROM session WHERE closed IS NOT NULL"), bool, 20, "the end of the party")
        kinds = [row["kind"] for row in rows(database, "SELECT kind FROM event ORDER BY seq")]
        assert kinds.count("summary") == 2 and kinds.index("session-end") > max(place for place, kind in enumerate(kinds) if kind == "summary"), kinds

        table = await told(database, "members")
        assert "SYNC" in table.splitlines()[0] and " MB" in table and " ms" in table, table
        assert "nothing was changed" in await told(database, "verify")
    finally:
        await server.stop()


@pytest.mark.timeout(240)
async def test_pictures_that_stood_still_are_in_the_history_from_both_browsers(chromium, firefox, namespace, tmp_path, room):
    database = tmp_path / "party.sqlite"
    server = await Server(tmp_path, ["127.0.0.1", namespace.host_address], ["--database", str(database)]).start()
    try:
        ann, bo, eva = await chromium.page("Ann", number=0), await chromium.page("Bo", number=1), await firefox.page("Eva")
        for page in (ann, bo):
            await page.join(server.url, room, seconds=60)
        await eva.join(f"http://{namespace.host_address}:{server.port}", room, seconds=60)
        viewers = {await ann.member_named(name, 60) for name in ("Bo", "Eva")}
        await asyncio.gather(bo.sees(ann, 60), eva.sees(ann, 60))
        # What is too long between two frames is told from those before.
        await asyncio.sleep(4)
        await ann.evaluate("syntheticCamera.standStill(3000)")

        def saw_it() -> set[str]:
            return {row["member"] for row in rows(database, "SELECT member FROM sample GROUP BY member HAVING sum(freezes) > 0")}

        await eventually(lambda: asyncio.to_thread(saw_it), lambda members: viewers <= members, 60, f"freezes of both viewers, {viewers}")
    finally:
        await server.stop()


# A browser whose network, or whose owner, lets nothing out but to the relay.
ONLY_BY_RELAY = """(() => {
  const Direct = RTCPeerConnection;
  window.RTCPeerConnection = class extends Direct {
    constructor(configuration) { super({ ...configuration, iceTransportPolicy: 'relay' }); }
  };
})()"""


@pytest.mark.timeout(240)
async def test_what_went_through_the_relay_is_told_of_its_member_alone(chromium, tmp_path, room):
    database = tmp_path / "party.sqlite"
    server = await Server(tmp_path, ["127.0.0.1"], ["--database", str(database)]).start()
    try:
        ann, bo = [await chromium.page(name, number=number) for number, name in enumerate(("Ann", "Bo"))]
        await bo.context.add_init_script(ONLY_BY_RELAY)
        for page in (ann, bo):
            await page.join(server.url, room, seconds=60)
        await bo.sees(ann, 60)
        member = await ann.member_named("Bo")
        await bo.press("Shift+L")
        await ann.forgets("Bo")
        [relay] = await eventually(lambda: asyncio.to_thread(rows, database, "SELECT member, detail FROM event WHERE kind = 'relay'"),
                                   lambda list: len(list) == 1, 20, "what the relay carried")
        detail = json.loads(relay["detail"])
        assert relay["member"] == member and int(detail["bytesIn"]) > 5_000 and int(detail["bytesOut"]) > 5_000, relay
        samples = rows(database, f"SELECT bytes_in, bytes_out, relay_bytes, path FROM sample WHERE member = '{member}'")
        assert sum(row["relay_bytes"] or 0 for row in samples) == int(detail["bytesIn"]) + int(detail["bytesOut"]), (samples, detail)
        assert samples[-1]["path"] is None or samples[-1]["path"].startswith("turn-"), samples
        [row] = [json.loads(line) for line in (await told(database, "members", "--member", "Bo", "--json")).splitlines()]
        assert "relayBytes" in row["quality"], row
    finally:
        await server.stop()


@pytest.mark.skipif(not is_possible(), reason="network namespaces cannot be made here")
@pytest.mark.timeout(240)
async def test_why_media_makes_a_detour_is_in_the_history(tmp_path, room):
    database = tmp_path / "party.sqlite"
    with NetworkNamespace() as office:
        wall(office, ["meta l4proto udp drop"])
        server = await Server(tmp_path, ["127.0.0.1", office.host_address], ["--database", str(database)]).start()
        origin = f"http://{office.host_address}:{server.port}"
        try:
            async with Chromium([f"--unsafely-treat-insecure-origin-as-secure={origin}"], office) as elsewhere:
                bo = await elsewhere.page("Bo", number=1)
                await bo.join(origin, room, seconds=60)
                await bo.connected(60)
                reasons = await eventually(
                    lambda: asyncio.to_thread(rows, database, "SELECT detail FROM event WHERE kind = 'path' AND detail LIKE '%why%'"), bool, 60, "the reason is recorded")
                detail = json.loads(reasons[0]["detail"])
                assert detail["why"] == "udp-blocked" and detail["path"] == "tcp", detail
        finally:
            await server.stop()
