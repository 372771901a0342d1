"""The WebSocket API message by message, as Sources/PartyProtocol/Protocol.md promises it."""

import asyncio
import json
import time

import pytest
import websockets

from aiortc_peer import AiortcPeer
from party_socket import PartySocket
from waiting import eventually


async def joined(server, room: str, name: str) -> PartySocket:
    socket = await PartySocket(server.socket_url).__aenter__()
    await socket.join(room, name)
    return socket


async def with_media(socket: PartySocket, number: int, seats: int = 2) -> AiortcPeer:
    """Offers a microphone, a camera and `seats` receive slots on this socket, and connects."""
    peer = AiortcPeer()
    peer.send(number)
    peer.receive(seats)
    offer = await peer.offer()
    tracks = [{"mid": "0", "source": "microphone", "muted": False}, {"mid": "1", "source": "camera", "muted": False}]
    await peer.accept(await socket.offer(offer, tracks))
    return peer


@pytest.fixture
async def people(server, room):
    """`await people("Ann", "Bo")`: sockets that have joined the test's room in this order."""
    sockets, peers = [], []

    async def join(*names: str, media: bool = False):
        new = []
        for name in names:
            socket = await joined(server, room, name)
            sockets.append(socket)
            new.append(socket)
            if media:
                socket.peer = await with_media(socket, len(sockets) - 1)
                peers.append(socket.peer)
        return new
    yield join
    for peer in peers:
        await peer.close()
    for socket in sockets:
        await socket.close()


# JOIN and WELCOME

async def test_welcome_tells_who_one_is_and_what_the_limits_are(people, room):
    [ann] = await people("Ann")
    welcome = ann.welcome
    assert welcome["version"] == 1 and welcome["roomId"] == room and welcome["members"] == []
    assert abs(welcome["serverTime"] - time.time() * 1000) < 60_000
    assert isinstance(welcome["iceServers"], list)
    assert welcome["limits"]["frameBytes"] == 65536 and welcome["limits"]["membersPerRoom"] >= 2 and welcome["limits"]["slots"] >= 2


async def test_members_learn_of_each_other(people):
    ann, = await people("Ann")
    bo, = await people("Bo 🎬")
    assert [member["name"] for member in bo.welcome["members"]] == ["Ann"]
    assert bo.welcome["members"][0]["memberId"] == ann.member_id
    told = await ann.expect("JOIN")
    assert told["member"] == {
        "memberId": bo.member_id, "name": "Bo 🎬", "role": "member", "away": False, "tracks": []}
    assert ann.member_id != bo.member_id
    await bo.expect_silence("JOIN", 0.3)


async def test_rooms_do_not_hear_of_each_other(server, people):
    ann, = await people("Ann")
    async with PartySocket(server.socket_url) as stranger:
        assert (await stranger.join("another-room", "Stranger"))["members"] == []
        await ann.expect_silence("JOIN")


@pytest.mark.parametrize("fields", [
    {"roomId": "no spaces"}, {"roomId": "x" * 65}, {"roomId": ""}, {"roomId": 7}, {"roomId": None}, {"roomId": "../etc"},
    {"name": ""}, {"name": "x" * 65}, {"name": "bell\u0007"}, {"name": ["Ann"]}, {"version": "one"}, {"version": None},
], ids=str)
async def test_a_wrong_field_is_named_and_the_socket_stays(server, room, fields):
    async with PartySocket(server.socket_url) as socket:
        message = {"type": "JOIN", "version": 1, "roomId": room, "name": "Ann", **fields}
        await socket.send(**message)
        error = await socket.expect("ERROR")
        [field] = fields
        assert error["code"] == "bad_message" and field in error["message"] and error["in"] == "JOIN", error
        await socket.join(room, "Ann")


async def test_an_unknown_version_is_refused_with_those_that_are_spoken(server, room):
    async with PartySocket(server.socket_url) as socket:
        await socket.send(type="JOIN", version=99, roomId=room, name="Ann")
        error = await socket.expect("ERROR")
        assert error["code"] == "unsupported_version" and "1" in error["message"]
        assert await socket.wait_closed() == 1002


@pytest.mark.parametrize("message", [
    {"type": "MEDIA", "tracks": []}, {"type": "VIEW", "streams": []}, {"type": "OFFER", "id": 1, "sdp": "v=0", "tracks": []}],
    ids=lambda message: message["type"])
async def test_join_comes_first(server, message):
    async with PartySocket(server.socket_url) as socket:
        await socket.send(**message)
        assert (await socket.expect("ERROR"))["code"] == "not_joined"


async def test_a_socket_joins_once(people, room):
    ann, = await people("Ann")
    await ann.send(type="JOIN", version=1, roomId=room, name="Ann again")
    assert (await ann.expect("ERROR"))["code"] == "already_joined"
    await ann.send(type="PING", timestamp=1)
    await ann.expect("PONG")


async def test_a_socket_that_never_joins_is_closed(server):
    async with PartySocket(server.socket_url) as socket:
        start = time.monotonic()
        await socket.wait_closed(20)
        assert time.monotonic() - start > 5


async def test_a_full_room_refuses_the_next_one(server, room):
    sockets = []
    try:
        first = await joined(server, room, "first")
        sockets.append(first)
        limit = first.welcome["limits"]["membersPerRoom"]
        for number in range(1, limit):
            sockets.append(await joined(server, room, f"member {number}"))
        async with PartySocket(server.socket_url) as late:
            await late.send(type="JOIN", version=1, roomId=room, name="late")
            error = await late.expect("ERROR")
            assert error["code"] == "room_full" and str(limit) in error["message"] and error["in"] == "JOIN"
            assert await late.wait_closed() == 1008
    finally:
        await asyncio.gather(*(socket.close() for socket in sockets))


# LEAVE

async def test_others_are_told_of_a_leave(people):
    ann, bo = await people("Ann", "Bo")
    await bo.send(type="LEAVE")
    told = await ann.expect("LEAVE")
    assert told.pop("seq") > 0
    assert told == {"type": "LEAVE", "memberId": bo.member_id, "reason": "left"}


async def test_closing_the_socket_leaves_too(people):
    ann, bo, cleo = await people("Ann", "Bo", "Cleo")
    await bo.connection.close(1000)
    assert (await ann.expect("LEAVE"))["memberId"] == bo.member_id
    cleo.connection.transport.abort()
    told = await ann.expect("AWAY")
    assert told["memberId"] == cleo.member_id and told["away"] is True


# OFFER, ANSWER and SLOTS

async def test_an_answer_is_ice_lite_with_every_candidate_and_the_offers_order(people):
    ann, = await people("Ann", media=True)
    sdp = next(message["sdp"] for message in ann.received if message["type"] == "ANSWER")
    lines = sdp.split("\r\n")
    assert "a=ice-lite" in lines and "a=end-of-candidates" in lines and "a=setup:passive" in lines
    assert any(line.startswith("a=candidate:") and " 127.0.0.1 " in line and line.endswith("typ host") for line in lines)
    assert [line.split()[0] for line in lines if line.startswith("m=")] == ["m=audio", "m=video"] + ["m=audio", "m=video"] * 2
    assert [line for line in lines if line.startswith("a=group:BUNDLE")] == ["a=group:BUNDLE 0 1 2 3 4 5"]
    sections = sdp.split("\r\nm=")[1:]
    assert all("a=recvonly" in section for section in sections[:2]) and all("a=sendonly" in section for section in sections[2:])


async def test_a_seats_two_slots_share_an_msid_and_a_cname(people):
    ann, = await people("Ann", media=True)
    sdp = next(message["sdp"] for message in ann.received if message["type"] == "ANSWER")
    sections = [section.split("\r\n") for section in sdp.split("\r\nm=")[1:]][2:]
    streams = [next(line for line in section if line.startswith("a=msid:")).split()[0] for section in sections]
    assert streams[0] == streams[1] and streams[2] == streams[3] and streams[0] != streams[2]
    names = [next(line for line in section if " cname:" in line).split("cname:")[1] for section in sections]
    assert names[0] == names[1] and names[2] == names[3]


async def test_slots_name_who_is_shown_and_frames_arrive_there(people):
    ann, bo = await people("Ann", "Bo", media=True)
    full = await ann.expect("SLOTS", where=lambda message: any(slot["memberId"] == bo.member_id and slot["source"] == "camera"
                                                               for slot in message["slots"]))
    assert {slot["mid"] for slot in full["slots"]} == {"2", "3", "4", "5"}
    camera = next(slot for slot in full["slots"] if slot["memberId"] == bo.member_id and slot["source"] == "camera")
    voice = next(slot for slot in full["slots"] if slot["memberId"] == bo.member_id and slot["source"] == "microphone")
    assert camera["kind"] == "video" and voice["kind"] == "audio" and int(camera["mid"]) == int(voice["mid"]) + 1
    empty = [slot for slot in full["slots"] if slot["memberId"] is None]
    assert len(empty) == 2 and all(slot["source"] is None for slot in empty)
    async def media():
        return ann.peer.frames.get(camera["mid"], 0), ann.peer.energy.get(voice["mid"], 0.0)
    await eventually(media, lambda now: now[0] > 5 and now[1] > 0, 20, "frames and sound in the named slots")
    assert set(ann.peer.frames) == {camera["mid"]}


async def test_a_slot_is_emptied_when_its_member_leaves(people):
    ann, bo = await people("Ann", "Bo", media=True)
    await ann.expect("SLOTS", where=lambda message: any(slot["memberId"] == bo.member_id for slot in message["slots"]))
    await bo.send(type="LEAVE")
    await ann.expect("SLOTS", where=lambda message: all(slot["memberId"] is None for slot in message["slots"]))


async def test_a_member_comes_into_a_running_partys_slots_without_an_offer(people):
    ann, = await people("Ann", media=True)
    bo, = await people("Bo", media=True)
    before = sum(message["type"] == "ANSWER" for message in ann.received)
    await ann.expect("SLOTS", where=lambda message: any(slot["memberId"] == bo.member_id for slot in message["slots"]))
    assert sum(message["type"] == "ANSWER" for message in ann.received) == before
    assert not any(message["type"] == "OFFER" for message in ann.received), "the server never offers"


async def test_an_offer_of_more_slots_leaves_running_media_alone(people):
    ann, bo = await people("Ann", "Bo", media=True)
    async def frames():
        return sum(ann.peer.frames.values())
    before = await eventually(frames, lambda count: count > 5, 20, "Ann sees Bo")
    ann.peer.receive(2)
    tracks = [{"mid": "0", "source": "microphone", "muted": False}, {"mid": "1", "source": "camera", "muted": False}]
    await ann.peer.accept(await ann.offer(await ann.peer.offer(), tracks))
    slots = await ann.expect("SLOTS", where=lambda message: len(message["slots"]) == 8)
    assert any(slot["memberId"] == bo.member_id for slot in slots["slots"])
    await eventually(frames, lambda count: count > before + 10, 20, "the picture goes on")


@pytest.mark.parametrize("sdp", ["", "nonsense", "v=0\r\n", "v=0\r\nm=video", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 99999999999 UDP/TLS/RTP/SAVPF 111\r\n",
                                 "m=" * 30_000], ids=["empty", "nonsense", "version only", "half a media line", "lying numbers", "long"])
async def test_an_offer_that_cannot_be_read_is_an_error_and_the_socket_stays(people, sdp):
    ann, = await people("Ann")
    await ann.send(type="OFFER", id=1, sdp=sdp, tracks=[])
    error = await ann.expect("ERROR")
    assert error["code"] in ("bad_offer", "bad_message") and error["in"] == "OFFER" and error["message"]
    await ann.send(type="PING", timestamp=1)
    await ann.expect("PONG")


async def test_data_channels_are_declined_but_the_rest_stands(people):
    ann, = await people("Ann")
    peer = AiortcPeer()
    peer.send(0)
    peer.connection.createDataChannel("chat")
    answer = await ann.offer(await peer.offer(), [])
    await peer.close()
    assert [line for line in answer.split("\r\n") if line.startswith("m=application")][0].split()[1] == "0"


# VIEW

async def test_a_height_of_zero_stops_a_members_video_and_a_real_one_brings_it_back(people):
    ann, bo = await people("Ann", "Bo", media=True)
    async def frames():
        return sum(ann.peer.frames.values())
    await eventually(frames, lambda count: count > 5, 20, "Ann sees Bo")
    await ann.send(type="VIEW", streams=[{"memberId": bo.member_id, "source": "camera", "height": 0, "pinned": False}])
    await asyncio.sleep(1)
    before = await frames()
    await asyncio.sleep(1.5)
    assert await frames() <= before + 1, "a hidden video is not sent"
    await ann.send(type="VIEW", streams=[{"memberId": bo.member_id, "source": "camera", "height": 360, "pinned": True}])
    await eventually(frames, lambda count: count > before + 5, 20, "the video is back")


async def test_a_pinned_member_gets_a_slot_before_others(server, room, people):
    ann, = await people("Ann")
    ann.peer = await with_media(ann, 0, seats=1)
    try:
        bo, cleo = await people("Bo", "Cleo", media=True)
        for wanted in (cleo, bo, cleo):
            await ann.send(type="VIEW", streams=[{"memberId": wanted.member_id, "source": "camera", "height": 360, "pinned": True}])
            await ann.expect("SLOTS", where=lambda message: any(slot["memberId"] == wanted.member_id and slot["kind"] == "video"
                                                                for slot in message["slots"]))
            number = 1 if wanted is bo else 2
            async def colour():
                return ann.peer.colours.get("3")
            from picture_and_sound import COLOURS
            await eventually(colour, lambda seen: seen and sum(abs(a - b) for a, b in zip(seen, COLOURS[number])) < 60, 20,
                             f"the picture in the slot is the pinned member's, {COLOURS[number]}")
    finally:
        await ann.peer.close()


@pytest.mark.parametrize("streams", ["all", [{"memberId": "m"}], [{"memberId": "m", "source": "camera", "height": -1, "pinned": False}],
                                     [{"memberId": "m", "source": "telescope", "height": 1, "pinned": False}]], ids=str)
async def test_a_view_that_makes_no_sense_is_an_error(people, streams):
    ann, = await people("Ann")
    await ann.send(type="VIEW", streams=streams)
    error = await ann.expect("ERROR")
    assert error["code"] == "bad_message" and error["in"] == "VIEW"


async def test_a_view_of_somebody_who_is_not_there_is_no_error(people):
    ann, = await people("Ann")
    await ann.send(type="VIEW", streams=[{"memberId": "m_gone", "source": "camera", "height": 360, "pinned": True}])
    await ann.expect_silence("ERROR")


# MEDIA

async def test_labels_are_kept_and_told_to_the_others(people):
    ann, bo = await people("Ann", "Bo", media=True)
    await ann.send(type="MEDIA", tracks=[{"mid": "0", "source": "microphone", "muted": True}])
    told = await bo.expect("MEDIA", where=lambda message: any(track["muted"] for track in message["tracks"]))
    assert told["memberId"] == ann.member_id
    assert {track["source"]: track["muted"] for track in told["tracks"]} == {"microphone": True, "camera": False}
    late, = await people("Late")
    seen = next(member for member in late.welcome["members"] if member["memberId"] == ann.member_id)
    assert {track["source"]: track["muted"] for track in seen["tracks"]} == {"microphone": True, "camera": False}
    await asyncio.sleep(0.3)
    assert not any(message["type"] == "MEDIA" and message["memberId"] == ann.member_id for message in ann.received), "nobody hears of oneself"


@pytest.mark.parametrize("tracks", ["mine", [{"mid": "0"}], [{"mid": 0, "source": "microphone", "muted": True}],
                                    [{"mid": "0", "source": "microphone", "muted": "yes"}]], ids=str)
async def test_labels_that_make_no_sense_are_an_error(people, tracks):
    ann, bo = await people("Ann", "Bo")
    await ann.send(type="MEDIA", tracks=tracks)
    error = await ann.expect("ERROR")
    assert error["code"] == "bad_message" and error["in"] == "MEDIA"
    await bo.expect_silence("MEDIA", 0.3)


# PING and PONG

@pytest.mark.parametrize("stamp", [1234.5, 0, 1e15])
async def test_a_ping_comes_back_with_the_servers_clock(people, stamp):
    ann, = await people("Ann")
    await ann.send(type="PING", timestamp=stamp)
    pong = await ann.expect("PONG")
    assert pong["timestamp"] == stamp
    assert abs(pong["received"] - time.time() * 1000) < 60_000 and 0 <= pong["sent"] - pong["received"] < 10_000


# What is not the protocol

async def test_an_unknown_type_is_an_error_and_the_socket_stays(people):
    ann, = await people("Ann")
    await ann.send(type="DANCE")
    assert (await ann.expect("ERROR"))["code"] == "unknown_type"
    await ann.send(type="PING", timestamp=1, unknown="fields are ignored")
    await ann.expect("PONG")


@pytest.mark.parametrize("frame, code", [
    ("{", 1007), ('{"type":"PING","timestamp":1', 1007), ("", 1007), ("\u0000", 1007), (b"\x00\x01", 1003), (b'{"type":"PING"}', 1003),
    ('{"type":"PING","timestamp":1,"x":"' + "x" * 70_000 + '"}', 1009)], ids=lambda value: repr(value)[:24])
async def test_what_is_no_message_closes_the_socket_with_its_own_code(server, people, frame, code):
    ann, bo = await people("Ann", "Bo")
    await bo.connection.send(frame)
    assert await bo.wait_closed() == code
    assert (await ann.expect("LEAVE"))["memberId"] == bo.member_id


@pytest.mark.parametrize("frame", ["[]", "7", "null", '"JOIN"', '{"type":7}', "{}", '{"type":"PING","timestamp":"now"}', '{"type":"PING","timestamp":1e999}',
                                   "[" * 40 + "]" * 40, '{"type":"PING","timestamp":1,"x":' + '{"x":' * 40 + "1" + "}" * 41], ids=lambda frame: frame[:24])
async def test_a_message_of_the_wrong_shape_never_harms_anybody(server, people, frame):
    ann, bo = await people("Ann", "Bo")
    await bo.send_text(frame)
    try:
        await bo.expect("ERROR", 5)
    except ConnectionError:
        assert bo.close_code in (1007, 1008)
    await ann.send(type="PING", timestamp=1)
    await ann.expect("PONG")


async def test_a_flood_is_warned_and_then_closed(people):
    ann, bo = await people("Ann", "Bo")
    async def flood():
        for _ in range(200):
            for _ in range(100):
                await bo.send(type="PING", timestamp=1)
            await asyncio.sleep(0.1)
    with pytest.raises((websockets.ConnectionClosed, ConnectionError)):
        await flood()
    assert await bo.wait_closed() == 1008
    assert any(message["type"] == "ERROR" and message["code"] == "rate_limited" for message in bo.received)
    await ann.send(type="PING", timestamp=1)
    await ann.expect("PONG")


async def test_compression_is_not_negotiated(server):
    async with websockets.connect(server.socket_url) as connection:
        assert "Sec-WebSocket-Extensions" not in connection.response.headers


async def test_a_message_in_fragments_is_one_message(server, room):
    async with PartySocket(server.socket_url) as socket:
        text = json.dumps({"type": "JOIN", "version": 1, "roomId": room, "name": "Ann"})
        await socket.connection.send(text[index:index + 7] for index in range(0, len(text), 7))
        await socket.expect("WELCOME")
