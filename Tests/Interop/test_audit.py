"""The record of a real server in a real database, read with the real command."""

import asyncio
import contextlib
import os
import pathlib
import sqlite3

import pytest
import pytest_asyncio

from aiortc_peer import AiortcPeer
from audit import audit, events
from party_socket import PartySocket
from server import Server
from waiting import eventually

FILM = {"kind": "web", "url": "https://films.example/one.mp4", "title": "One; DROP TABLE event", "duration": 5400}


@pytest_asyncio.fixture
async def own_server(tmp_path):
    server = Server(tmp_path, ["127.0.0.1"], ["--database", str(tmp_path / "party.sqlite")])
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def database(tmp_path) -> pathlib.Path:
    return tmp_path / "party.sqlite"


async def joined(server: Server, room: str, name: str, **fields) -> PartySocket:
    socket = await PartySocket(server.socket_url).__aenter__()
    await socket.send(type="JOIN", version=1, roomId=room, name=name, **fields)
    socket.welcome = await socket.expect("WELCOME")
    return socket


def change(database: pathlib.Path, sql: str):
    """As somebody would who can write the file."""
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(sql)


async def written(database: pathlib.Path, kind: str, count: int, *filters: str) -> list[dict]:
    """Until so many events of a kind are there: the store writes ten times a second."""
    return await eventually(lambda: events(database, "--kind", kind, *filters), lambda found: len(found) >= count, 20, f"{count} {kind} in the record")


async def test_a_party_is_told_from_start_to_end_while_the_server_runs(own_server, database, room):
    ann = await joined(own_server, room, "../Ann %n <b>'")
    bo = await joined(own_server, room, "Bo")
    peer = AiortcPeer()
    peer.send(0)
    tracks = [{"mid": "0", "source": "microphone", "muted": False}, {"mid": "1", "source": "camera", "muted": False}]
    await peer.accept(await ann.offer(await peer.offer(), tracks))
    await bo.expect("PATH", 20, where=lambda message: message["memberId"] == ann.member_id and message.get("path"))
    await ann.send(type="URL_CHANGE", id="u", revision=0, film=FILM, position=0, playing=False)
    await ann.send(type="PLAY_PAUSE", id="p", revision=1, playing=True, position=3723)
    await bo.expect("TIMELINE", where=lambda message: message["cause"] == "play")
    await asyncio.sleep(1)
    await bo.send(type="PLAY_PAUSE", id="q", revision=1, playing=False)
    await ann.expect("TIMELINE", where=lambda message: message["cause"] == "pause")
    await ann.send(type="KICK", memberId=bo.member_id)
    assert await bo.wait_closed() == 4003
    await ann.send(type="LEAVE")
    await ann.wait_closed()
    await peer.close()
    await written(database, "session-end", 1)
    told = await events(database)
    kinds = [event["kind"] for event in told]
    for kind in ("server-start", "session-start", "join", "role", "path", "url", "control", "kick", "leave", "session-end"):
        assert kind in kinds, kinds
    assert next(event for event in told if event["kind"] == "join")["name"] == "../Ann %n <b>'"
    assert next(event for event in told if event["kind"] == "path")["detail"]["path"] == "udp"
    url = next(event for event in told if event["kind"] == "url")
    assert url["detail"]["url"] == FILM["url"] and url["detail"]["title"] == FILM["title"]
    pause = next(event for event in told if event["kind"] == "control" and event["detail"]["control"] == "pause")
    assert pause["name"] == "Bo" and 3723.5 < pause["film"] < 3800
    reasons = {event["member"]: event["detail"]["reason"] for event in told if event["kind"] == "leave"}
    assert reasons == {bo.member_id: "kicked", ann.member_id: "left"}
    assert (await audit(database, "verify"))[0] == 0
    code, table = await audit(database, "timeline", "--room", room, "--kind", "control")
    assert code == 0 and "1:02:0" in table, table


async def test_orderly_end_and_crash_are_told_apart_and_open_sessions_go_on(own_server, database, room):
    ann = await joined(own_server, room, "Ann")
    bo = await joined(own_server, room, "Bo")
    await ann.send(type="URL_CHANGE", id="u", revision=0, film=FILM)
    await written(database, "url", 1)
    # What is kept for the next start has a moment to be written.
    await asyncio.sleep(1)
    own_server.process.kill()
    await own_server.process.wait()
    for socket in (ann, bo):
        await socket.close()
    code, open_sessions = await audit(database, "sessions")
    assert code == 0 and room in open_sessions, "the record of a killed server can be read"
    await own_server.start()
    back = await joined(own_server, room, "Ann", resume=ann.welcome["seat"]["resume"])
    assert back.member_id == ann.member_id and back.welcome["role"] == "host"
    await written(database, "resume", 1)
    told = await events(database)
    kinds = [event["kind"] for event in told]
    crash = kinds.index("server-crash")
    assert kinds[crash:] == ["server-crash", "server-start", "resume"], "nobody has left, and nothing has ended"
    assert len({event["session"] for event in told if event.get("session")}) == 1, "the same party goes on"
    assert told[crash]["time"] <= told[crash + 1]["time"], "when it was last alive"
    await back.close()
    assert await own_server.stop() == 0
    await own_server.start()
    kinds = [event["kind"] for event in await events(database)]
    assert kinds.count("server-crash") == 1 and kinds[-2:] == ["server-stop", "server-start"]
    assert (await audit(database, "verify"))[0] == 0


async def test_sessions_that_nobody_can_continue_are_closed_with_the_crash(own_server, database, room):
    ann = await joined(own_server, room, "Ann")
    await written(database, "join", 1)
    await asyncio.sleep(1)
    own_server.process.kill()
    await own_server.process.wait()
    await ann.close()
    change(database, "UPDATE room SET json = CAST('{}' AS BLOB)")
    await own_server.start()
    told = await written(database, "session-end", 1)
    assert told[0]["detail"]["reason"] == "server-crash"
    assert [event["detail"]["reason"] for event in await events(database, "--kind", "leave")] == ["server-crash"]
    assert (await audit(database, "verify"))[0] == 0


async def test_one_edited_byte_in_a_copy_is_found_and_its_row_named(own_server, database, tmp_path, room):
    ann = await joined(own_server, room, "Ann")
    await ann.send(type="URL_CHANGE", id="u", revision=0, film=FILM)
    for position in range(20):
        await ann.send(type="SEEK", id=f"s{position}", revision=1, position=4000 + position)
    await ann.send(type="LEAVE")
    await written(database, "session-end", 1)
    assert await own_server.stop() == 0
    row = next(event for event in await events(database) if event["detail"].get("position") == "4007.0")
    copy = tmp_path / "copy.sqlite"
    contents = database.read_bytes()
    assert b'"4007.0"' in contents
    copy.write_bytes(contents.replace(b'"4007.0"', b'"4097.0"'))
    os.chmod(copy, 0o600)
    key = str(database) + ".key"
    assert (await audit(database, "verify"))[0] == 0
    code, output = await audit(copy, "verify", "--key", key)
    assert code == 1 and f"event {row['seq']}" in output, output
    # So is a name, although it may be erased.
    copy.write_bytes(contents)
    change(copy, "UPDATE event SET personal = replace(personal, 'Ann', 'Eve')")
    code, output = await audit(copy, "verify", "--key", key)
    assert code == 1 and "name" in output, output


async def test_erasing_somebody_leaves_the_proof_whole_and_nothing_of_the_name(own_server, database, room):
    ann = await joined(own_server, room, "Ann")
    zebulon = await joined(own_server, room, "Zebulon")
    await written(database, "join", 2)
    code, output = await audit(database, "erase", "--member", "Zebulon")
    assert code == 1 and "--yes" in output, "it asks first"
    assert (await audit(database, "erase", "--member", "Zebulon", "--yes"))[0] == 0
    assert (await audit(database, "verify"))[0] == 0
    assert "Zebulon" not in (await audit(database, "members"))[1]
    for socket in (ann, zebulon):
        await socket.send(type="LEAVE")
    await written(database, "session-end", 1)
    assert await own_server.stop() == 0
    assert (await audit(database, "verify"))[0] == 0


async def test_failed_invitations_and_floods_are_kept_with_their_reason(tmp_path, database, room):
    server = Server(tmp_path, ["127.0.0.1"], ["--database", str(database), "--auth-secret", "0123456789abcdef" * 2])
    await server.start()
    try:
        for token in ({}, {"token": "x.y.z"}):
            async with PartySocket(server.socket_url) as stranger:
                await stranger.send(type="JOIN", version=1, roomId=room, name="Eve", **token)
                assert (await stranger.expect("ERROR"))["code"] == "bad_token"
                assert await stranger.wait_closed() == 1008
        failures = await written(database, "auth-failure", 2)
        assert [event["detail"]["reason"] for event in failures] == ["bad_token", "bad_token: malformed"]
        assert all(event["room"] == room and event["detail"]["address"] == "127.0.0.0/24" for event in failures)
        async with PartySocket(server.socket_url) as eve:
            await eve.connection.send(b"binary")
            assert await eve.wait_closed() == 1003
        assert (await written(database, "bad-input", 1))[0]["detail"]["reason"] == "closed with 1003: text frames only"
    finally:
        assert await server.stop() == 0
