import test from 'node:test';
import assert from 'node:assert/strict';
import { hearStereo, preferredCodecs, tuneOpus } from '../../Sources/WebClient/Public/modules/codecs.js';

const h264 = (/** @type {number} */ mode, /** @type {string} */ profile) => ({ mimeType: 'video/H264', sdpFmtpLine: `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}` });

test('VP8 comes first and retransmission stays', () => {
  const offered = [h264(1, '42e01f'), { mimeType: 'video/rtx' }, { mimeType: 'video/AV1', sdpFmtpLine: 'profile=0' }, { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' }, { mimeType: 'video/VP8' }, { mimeType: 'video/red' }, { mimeType: 'video/flexfec-03' }];
  assert.deepEqual(preferredCodecs(offered, 'video').map((codec) => codec.mimeType), ['video/VP8', 'video/VP9', 'video/H264', 'video/AV1', 'video/rtx']);
});

test('rare variants are left out', () => {
  const rare = [h264(0, '42e01f'), h264(1, 'f4001f'), { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=2' }, { mimeType: 'video/AV1', sdpFmtpLine: 'level-idx=5;profile=1;tier=0' }];
  assert.deepEqual(preferredCodecs(rare, 'video'), []);
});

test('Opus before RED, and nothing else', () => {
  const offered = ['audio/PCMU', 'audio/red', 'audio/opus', 'audio/CN'].map((mimeType) => ({ mimeType }));
  assert.deepEqual(preferredCodecs(offered, 'audio').map((codec) => codec.mimeType), ['audio/opus', 'audio/red']);
});

const answer = [
  'v=0', 'a=group:BUNDLE 0 1 9',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=rtpmap:96 VP8/90000',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:9', 'a=rtpmap:111 opus/48000/2', '',
].join('\r\n');

test('speech saves silence, film sound is stereo and keeps its quiet parts', () => {
  const sections = tuneOpus(answer, new Map([['0', 'microphone'], ['1', 'camera'], ['9', 'screen-audio']])).split(/(?=^m=)/m);
  assert.match(sections[1], /a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n/);
  assert.match(sections[3], /a=rtpmap:111 opus\/48000\/2\r\na=fmtp:111 stereo=1;.*usedtx=0\r\n/);
});

test('everything else of the answer stays byte for byte', () => {
  assert.equal(tuneOpus(answer, new Map()), answer);
  assert.equal(tuneOpus(answer, new Map([['1', 'camera']])), answer);
  const tuned = tuneOpus(answer, new Map([['0', 'microphone']]));
  assert.equal(tuned.replace(';usedtx=1', ''), answer);
});

test('receive slots say they can play stereo, sending lines and video are left alone', () => {
  const offer = [
    'v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=sendonly', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:2', 'a=recvonly', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10',
    'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:3', 'a=recvonly', 'a=rtpmap:96 VP8/90000', '',
  ].join('\r\n');
  const [, sending, receiving, video] = hearStereo(offer).split(/(?=^m=)/m);
  assert.doesNotMatch(sending, /stereo/);
  assert.match(receiving, /a=fmtp:111 minptime=10;stereo=1\r\n/);
  assert.doesNotMatch(video, /stereo/);
  assert.equal(hearStereo(hearStereo(offer)), hearStereo(offer));
});
