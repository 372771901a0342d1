#!/bin/sh
# Makes the short film that the server ships: colour bars, a time code that changes with every frame, a tick every second.
# Debian: gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good
#
#   Tests/Support/make_test_film.sh Sources/WebClient/Public/films/test.webm
set -eu
film=${1:?"the file to write, such as Sources/WebClient/Public/films/test.webm"}
seconds=90
rate=25

# A key frame every 4 s: a seek decodes at most 100 small frames.
gst-launch-1.0 --quiet -e \
    webmmux name=mux writing-app=ToperParty ! filesink location="$film" \
    videotestsrc pattern=smpte75 num-buffers=$((seconds * rate)) \
    ! "video/x-raw,width=320,height=180,framerate=$rate/1" \
    ! timeoverlay halignment=center valignment=center font-desc="DejaVu Sans Mono Bold 20" shaded-background=true shading-value=200 \
    ! textoverlay text="ToperParty test film" halignment=center valignment=top font-desc="DejaVu Sans Bold 13" shaded-background=true shading-value=200 \
    ! videoconvert ! video/x-raw,format=I420 \
    ! vp9enc deadline=1 cpu-used=3 threads=1 end-usage=cq cq-level=50 min-quantizer=30 max-quantizer=63 target-bitrate=40000 \
        keyframe-max-dist=$((4 * rate)) keyframe-mode=auto ! queue ! mux.video_0 \
    audiotestsrc wave=ticks tick-interval=1000000000 freq=880 volume=0.3 samplesperbuffer=960 num-buffers=$((seconds * 50)) \
    ! audio/x-raw,rate=48000,channels=1 ! opusenc bitrate=8000 bitrate-type=constrained-vbr frame-size=60 ! queue ! mux.audio_0
