#ifndef CSRTP_H
#define CSRTP_H

#include <stdint.h>

/// One direction of a libsrtp2 session, any SSRC, replay window 1024.
typedef struct srtp_ctx_t_ csrtp_session;

enum {
    CSRTP_NOT_AUTHENTIC = -1,
    CSRTP_REPLAYED = -2,
    CSRTP_FAILED = -3,
};

/// Once a process, before all else. 1 on success.
int csrtp_start(void);

/// `profile` is IANA's number of the DTLS-SRTP protection profile, `key` the master key with the master salt behind. NULL on failure.
csrtp_session *csrtp_create(int profile, const uint8_t *key, int receives);
void csrtp_free(csrtp_session *session);
void csrtp_forget(csrtp_session *session, uint32_t ssrc);

// In place; each answers the new size, or a negative reason. Protecting needs 64 bytes of room behind the packet.
int csrtp_protect(csrtp_session *session, uint8_t *packet, int count);
int csrtp_unprotect(csrtp_session *session, uint8_t *packet, int count);
int csrtp_protect_rtcp(csrtp_session *session, uint8_t *packet, int count);
int csrtp_unprotect_rtcp(csrtp_session *session, uint8_t *packet, int count);

#endif
