#include "CSRTP.h"

#include <arpa/inet.h>
#include <srtp2/srtp.h>
#include <string.h>

int csrtp_start(void) {
    return srtp_init() == srtp_err_status_ok;
}

csrtp_session *csrtp_create(int profile, const uint8_t *key, int receives) {
    srtp_policy_t policy;
    memset(&policy, 0, sizeof policy);
    if (srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, (srtp_profile_t)profile)
        || srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, (srtp_profile_t)profile))
        return NULL;
    policy.ssrc.type = receives ? ssrc_any_inbound : ssrc_any_outbound;
    policy.key = (unsigned char *)key;
    policy.window_size = 1024;
    // Which packets are sent is the sender's business: a repeated one must not be refused here.
    policy.allow_repeat_tx = 1;
    srtp_t session = NULL;
    return srtp_create(&session, &policy) == srtp_err_status_ok ? session : NULL;
}

void csrtp_free(csrtp_session *session) {
    if (session) srtp_dealloc(session);
}

void csrtp_forget(csrtp_session *session, uint32_t ssrc) {
    srtp_remove_stream(session, htonl(ssrc));
}

static int result(srtp_err_status_t status, int count) {
    switch (status) {
    case srtp_err_status_ok:
        return count;
    case srtp_err_status_replay_fail:
    case srtp_err_status_replay_old:
        return CSRTP_REPLAYED;
    case srtp_err_status_auth_fail:
        return CSRTP_NOT_AUTHENTIC;
    default:
        return CSRTP_FAILED;
    }
}

int csrtp_protect(csrtp_session *session, uint8_t *packet, int count) {
    srtp_err_status_t status = srtp_protect(session, packet, &count);
    return result(status, count);
}

int csrtp_unprotect(csrtp_session *session, uint8_t *packet, int count) {
    srtp_err_status_t status = srtp_unprotect(session, packet, &count);
    return result(status, count);
}

int csrtp_protect_rtcp(csrtp_session *session, uint8_t *packet, int count) {
    srtp_err_status_t status = srtp_protect_rtcp(session, packet, &count);
    return result(status, count);
}

int csrtp_unprotect_rtcp(csrtp_session *session, uint8_t *packet, int count) {
    srtp_err_status_t status = srtp_unprotect_rtcp(session, packet, &count);
    return result(status, count);
}
