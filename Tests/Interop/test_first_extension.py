"""Unmodified clients of the first extension, with its messages one by one, and a member of today in the same room."""

import asyncio
import time

import pytest
import pytest_asyncio
import websockets

from legacy_client import LegacyClient
from party_socket import PartySocket

FILM = "https://www.netflix.com/watch/70143836"
OTHER = "https://www.netflix.com/watch/80100172"


@pytest_asyncio.fixture
async def clients(server, room):
    """`await clients("user_ann", "user_bo")`: clients of the first extension in the test's room, in this order."""
    all_of_them = []

    async def enter(*users: str, room: str = room) -> list[LegacyClient]:
        new = []
        for user in users:
            client = await LegacyClient(server.socket_url, user, room).enter()
            all_of_them.append(client)
            new.append(client)
        return new
    yield enter
    for client in all_of_them:
        await client.close()


@pytest_asyncio.fixture
async def member(server, room):
    """`await member("Ann")`: somebody with the party page."""
    sockets = []

    async def join(name: str) -> PartySocket:
        socket = await PartySocket(server.socket_url).__aenter__()
        sockets.append(socket)
        await socket.join(room, name)
        return socket
    yield join
    for socket in sockets:
        await socket.close()


# Coming and going

async def test_join_is_told_to_those_who_are_there_so_that_they_offer(clients):
    ann, = await clients("user_ann")
    bo, cleo = await clients("user_bo", "user_cleo")
    for user in ("user_bo", "user_cleo"):
        told = await ann.expect("JOIN")
        assert told["userId"] == user and told["roomId"] == ann.room and abs(told["timestamp"] / 1000 - time.time()) < 60
    assert (await bo.expect("JOIN"))["userId"] == "user_cleo"
    await cleo.ping()
    assert not any(message["type"] == "JOIN" for message in cleo.received), "the newcomer waits for offers"
    assert not any(message["type"] == "JOIN" and message["userId"] == "user_bo" for message in bo.received), "nobody hears of oneself"


async def test_room_state_tells_a_newcomer_what_is_played_and_where(clients):
    ann, = await clients("user_ann")
    await ann.go_to(FILM)
    await ann.play_or_pause("play", 60)
    await ann.ping()
    await asyncio.sleep(1)
    bo, = await clients("user_bo")
    state = next(message for message in bo.received if message["type"] == "ROOM_STATE")
    assert state["url"] == FILM and state["isPlaying"] is True and state["hostUserId"] == "user_ann"
    assert 60.5 < state["currentTime"] < 90, "advanced by the time that has passed"


async def test_host_changed_when_the_host_goes_and_leave_when_a_socket_closes(clients):
    ann, bo, cleo = await clients("user_ann", "user_bo", "user_cleo")
    ann.connection.transport.abort()
    for other in (bo, cleo):
        told = await other.expect("LEAVE")
        assert told["userId"] == "user_ann" and told["roomId"] == bo.room
        assert (await other.expect("HOST_CHANGED"))["newHostUserId"] == "user_bo"
    await bo.leave()
    assert (await cleo.expect("LEAVE"))["userId"] == "user_bo"
    assert (await cleo.expect("HOST_CHANGED"))["newHostUserId"] == "user_cleo"


async def test_ping_is_answered_and_told_to_nobody(clients):
    ann, bo = await clients("user_ann", "user_bo")
    pong = await ann.ping()
    assert abs(pong["timestamp"] / 1000 - time.time()) < 60
    await bo.ping()
    assert not any(message["type"] == "PING" for message in bo.received)


async def test_join_again_on_the_same_socket_restores_the_party(clients):
    """As after a page was loaded anew: the others offer once more, nobody hears of a leave."""
    ann, bo = await clients("user_ann", "user_bo")
    await ann.go_to(FILM)
    await ann.ping()
    await bo.say("JOIN", timestamp=1)
    assert (await bo.expect("ROOM_STATE"))["url"] == FILM
    await ann.expect("JOIN", where=lambda message: message["userId"] == "user_bo")
    await ann.ping()
    assert sum(message["type"] == "JOIN" for message in ann.received) == 2
    assert not any(message["type"] == "LEAVE" for message in ann.received)


async def test_a_second_room_on_one_socket_ends_the_membership_in_the_first(clients, room):
    ann, bo = await clients("user_ann", "user_bo")
    eve, = await clients("user_eve", room=room + "-b")
    await bo.send(type="JOIN", userId="user_bo", roomId=room + "-b", timestamp=1)
    assert (await ann.expect("LEAVE"))["userId"] == "user_bo"
    assert (await eve.expect("JOIN"))["userId"] == "user_bo"
    await ann.go_to(FILM)
    await ann.play_or_pause("play", 1)
    await ann.ping()
    await bo.ping()
    assert not any(message["type"] in ("URL_CHANGE", "PLAY_PAUSE") for message in bo.received), "he hears no more of the first room"


# The mesh

@pytest.mark.parametrize("kind, field", [
    ("OFFER", {"offer": {"type": "offer", "sdp": "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"}}), ("ANSWER", {"answer": {"type": "answer", "sdp": "v=0\r\n"}}),
    ("ICE_CANDIDATE", {"candidate": {"candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid": "0", "sdpMLineIndex": 0}})])
async def test_offers_answers_and_candidates_reach_the_one_they_are_for_as_they_are(clients, kind, field):
    ann, bo, cleo = await clients("user_ann", "user_bo", "user_cleo")
    await ann.signal(kind, "user_bo", **field)
    assert await bo.expect(kind) == {"type": kind, "userId": "user_ann", "roomId": ann.room, "from": "user_ann", "to": "user_bo", **field}
    await cleo.ping()
    assert not any(message["type"] == kind for message in cleo.received)


# The film

async def test_play_pause_seek_and_address_reach_the_others_and_not_the_sender(clients):
    ann, bo = await clients("user_ann", "user_bo")
    await ann.go_to(FILM + "?trackId=1&tctx=0")
    assert (await bo.expect("URL_CHANGE")) == {"type": "URL_CHANGE", "userId": "user_ann", "roomId": ann.room, "url": FILM}
    await ann.play_or_pause("play", 60)
    told = await bo.expect("PLAY_PAUSE")
    assert told["control"] == "play" and told["userId"] == "user_ann" and abs(told["currentTime"] - 60) < 1
    await bo.seek(600, True)
    told = await ann.expect("SEEK")
    assert told["userId"] == "user_bo" and told["isPlaying"] is True and abs(told["currentTime"] - 600) < 1
    await ann.play_or_pause("pause")
    told = await bo.expect("PLAY_PAUSE")
    assert told["control"] == "pause" and told["currentTime"] >= 599, "a pause without a time is where the film is"
    await ann.ping()
    assert not any(message.get("userId") == "user_ann" for message in ann.received if message["type"] in ("PLAY_PAUSE", "URL_CHANGE"))


async def test_request_sync_is_answered_with_the_time_that_has_passed(clients):
    ann, bo = await clients("user_ann", "user_bo")
    await ann.go_to(FILM)
    await ann.play_or_pause("play", 100)
    await ann.ping()
    start = time.monotonic()
    await asyncio.sleep(2)
    await bo.say("REQUEST_SYNC", respectAutoPlay=True)
    answer = await bo.expect("SYNC_RESPONSE")
    passed = time.monotonic() - start
    assert answer["to"] == "user_bo" and answer["fromUserId"] == "server" and answer["url"] == FILM
    assert answer["isPlaying"] is True and answer["respectAutoPlay"] is True
    assert 101.5 < answer["currentTime"] <= 100 + passed + 1
    await ann.ping()
    assert not any(message["type"] == "REQUEST_SYNC" for message in ann.received), "the server knows, so nobody is asked"


async def test_before_anybody_has_said_what_is_played_they_ask_each_other(clients):
    ann, bo = await clients("user_ann", "user_bo")
    await bo.say("REQUEST_SYNC", respectAutoPlay=False)
    asked = await ann.expect("REQUEST_SYNC")
    assert asked["userId"] == "user_bo"
    # Its content script answers the one who asked.
    await ann.send(type="SYNC_RESPONSE", to="user_bo", currentTime=7.5, isPlaying=False, url=FILM, respectAutoPlay=False,
                   fromUserId="user_ann", roomId=ann.room)
    answer = await bo.expect("SYNC_RESPONSE")
    assert answer["fromUserId"] == "user_ann" and answer["currentTime"] == 7.5 and answer["url"] == FILM


async def test_a_position_is_kept_for_the_popup_and_told_to_nobody(clients, http, server, room):
    ann, bo = await clients("user_ann", "user_bo")
    await ann.go_to(FILM)
    await bo.say("POSITION_UPDATE", currentTime=12.5, isPlaying=False)
    await bo.ping()
    async with http.get(server.url + "/status") as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        status = await response.json()
    seen = next(each for each in status["rooms"] if each["roomId"] == room)
    assert seen["userCount"] == 2 and seen["hostUserId"] == "user_ann" and seen["currentUrl"] == FILM and seen["isPlaying"] is False
    assert {user["userId"] for user in seen["users"]} == {"user_ann", "user_bo"}
    assert next(user for user in seen["users"] if user["userId"] == "user_bo")["currentTime"] == 12.5
    await ann.ping()
    assert not any(message["type"] == "POSITION_UPDATE" for message in ann.received)


async def test_the_popup_sees_no_room_in_which_nobody_of_its_network_has_the_extension(clients, member, http, server, room):
    await member("Ann")
    await clients("user_bo", room=room + "-b")
    async with http.get(server.url + "/status") as response:
        rooms = [each["roomId"] for each in (await response.json())["rooms"]]
    assert room + "-b" in rooms and room not in rooms


async def test_a_newcomers_own_page_does_not_drag_the_party_out_of_its_film(clients):
    ann, = await clients("user_ann")
    await ann.go_to(FILM)
    bo, = await clients("user_bo")
    await asyncio.sleep(0.5)
    # Half a second after each start its page tells where it is.
    await bo.go_to("https://www.netflix.com/browse")
    await bo.say("REQUEST_SYNC", respectAutoPlay=False)
    assert (await bo.expect("SYNC_RESPONSE"))["url"] == FILM
    await ann.ping()
    assert not any(message["type"] == "URL_CHANGE" for message in ann.received)
    await asyncio.sleep(5)
    await bo.go_to(OTHER)
    assert (await ann.expect("URL_CHANGE"))["url"] == OTHER, "later he may"


# With members of today

async def test_members_of_both_kinds_share_one_timeline(clients, member):
    ann = await member("Ann")
    bo, cleo = await clients("user_bo", "user_cleo")
    assert (await ann.expect("JOIN"))["member"]["name"] == "user_bo"
    await ann.send(type="URL_CHANGE", id="u", revision=0, film={"kind": "netflix", "url": FILM})
    for legacy in (bo, cleo):
        assert (await legacy.expect("URL_CHANGE"))["url"] == FILM
    await ann.send(type="PLAY_PAUSE", id="p", revision=1, playing=True, position=30)
    told = await bo.expect("PLAY_PAUSE")
    assert told["control"] == "play" and told["userId"] == ann.member_id and 29 < told["currentTime"] < 31
    await cleo.seek(900, True)
    told = await ann.expect("TIMELINE", where=lambda message: message["cause"] == "seek")
    assert told["by"] == "user_cleo" and told["position"] == 900 and told["playing"]
    assert abs((await bo.expect("SEEK"))["currentTime"] - 900) < 1
    await bo.play_or_pause("pause", 905)
    told = await ann.expect("TIMELINE", where=lambda message: message["cause"] == "pause")
    assert told["by"] == "user_bo" and told["position"] == 905 and not told["playing"]
    await bo.signal("OFFER", ann.member_id, offer={})
    assert (await bo.expect("ERROR"))["code"] == "unknown_member", "the page has no mesh"
    await ann.send(type="LEAVE")
    for legacy in (bo, cleo):
        assert (await legacy.expect("LEAVE"))["userId"] == ann.member_id
        assert (await legacy.expect("HOST_CHANGED"))["newHostUserId"] == "user_bo"


async def test_the_hosts_rules_hold_for_them_and_their_players_are_put_back(clients, member):
    ann = await member("Ann")
    bo, = await clients("user_bo")
    await ann.send(type="URL_CHANGE", id="u", revision=0, film={"kind": "netflix", "url": FILM})
    await ann.send(type="POLICY", control="host")
    await ann.expect("POLICY")
    await bo.seek(900, True)
    back = await bo.expect("PLAY_PAUSE")
    assert back["userId"] == "server" and back["control"] == "pause" and back["currentTime"] == 0
    assert not any(message["type"] == "TIMELINE" and message["cause"] == "seek" for message in ann.received)
    await ann.send(type="KICK", memberId="user_bo")
    assert await bo.wait_closed() == 4003


# What the first server let anybody do

async def test_nobody_speaks_without_a_room_or_into_another(clients, room):
    ann, = await clients("user_ann")
    eve, = await clients("user_eve", room=room + "-b")
    for message in ({"type": "PLAY_PAUSE", "userId": "user_eve", "control": "pause"},
                    {"type": "PLAY_PAUSE", "userId": "user_eve", "roomId": room, "control": "pause"},
                    {"type": "HELLO_EVERYBODY", "userId": "user_eve"},
                    {"type": "LEAVE", "userId": "user_ann", "roomId": room}):
        await eve.send(**message)
        assert (await eve.expect("ERROR"))["code"] == ("unknown_type" if message["type"] == "HELLO_EVERYBODY" else "not_allowed")
    await eve.signal("OFFER", "user_ann", offer={})
    assert (await eve.expect("ERROR"))["code"] == "unknown_member"
    await ann.ping()
    assert {message["type"] for message in ann.received} == {"PONG", "HOST_CHANGED"}, "only that she is the host of her room"


async def test_nobody_takes_anothers_name(server, clients, room):
    ann, bo, eve = await clients("user_ann", "user_bo", "user_eve")
    await eve.send(type="PLAY_PAUSE", userId="user_ann", roomId=room, control="pause")
    assert (await eve.expect("ERROR"))["code"] == "not_allowed"
    await eve.signal("OFFER", "user_bo", **{"from": "user_ann", "offer": {}})
    assert (await eve.expect("ERROR"))["code"] == "not_allowed"
    thief = await LegacyClient(server.socket_url, "user_ann", room).__aenter__()
    await thief.say("JOIN", timestamp=1)
    assert (await thief.expect("ERROR"))["code"] == "not_allowed"
    assert await thief.wait_closed() == 1008
    await thief.close()
    await bo.ping()
    assert not any(message["type"] in ("LEAVE", "OFFER", "PLAY_PAUSE") for message in bo.received)
    await bo.signal("OFFER", "user_ann", offer={"sdp": "for Ann"})
    assert (await ann.expect("OFFER"))["offer"] == {"sdp": "for Ann"}, "she is still the one who is reached"


@pytest.mark.parametrize("url", [
    "https://evil.example/watch/1", "javascript:alert(1)", "https://www.netflix.com.evil.example/watch/1", "https://www.netflix.com/logout",
    "https://user@www.netflix.com/watch/1", "data:text/html,x"])
async def test_no_address_but_netflixs_film_pages_leads_anybody_anywhere(clients, url):
    ann, bo = await clients("user_ann", "user_bo")
    await ann.go_to(url)
    assert (await ann.expect("ERROR"))["code"] == "bad_film"
    await ann.send(type="SYNC_RESPONSE", to="user_bo", currentTime=1, isPlaying=True, url=url, fromUserId="user_ann", roomId=ann.room)
    assert (await ann.expect("ERROR"))["code"] == "bad_film"
    await bo.ping()
    assert not any("url" in message for message in bo.received)


async def test_large_frames_are_refused(clients):
    ann, bo = await clients("user_ann", "user_bo")
    await bo.signal("OFFER", "user_ann", offer={"sdp": "x" * 70_000})
    assert await bo.wait_closed() == 1009
    assert (await ann.expect("LEAVE"))["userId"] == "user_bo"


async def test_the_packed_extension_may_connect_and_other_pages_may_not(server):
    async with websockets.connect(server.socket_url, origin="chrome-extension://mnnidcmndfpiednjddoiikpninmmjbdd"):
        pass
    for origin in ("https://evil.example", "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"):
        with pytest.raises(websockets.InvalidStatus) as refusal:
            async with websockets.connect(server.socket_url, origin=origin):
                pass
        assert refusal.value.response.status_code == 403
