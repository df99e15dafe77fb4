package io.wawp.dispatcher.wawp;

import io.wawp.common.outcome.ReasonCode;

/** What is wrong, in our words: whom it concerns, its code, and what to do about it. */
enum Ruling {
    BAD_TOKEN(
            Kind.INSTANCE,
            ReasonCode.INVALID_ACCESS_TOKEN,
            "Set the access token that Wawp's dashboard shows for this instance."),
    NO_INSTANCE(
            Kind.INSTANCE,
            ReasonCode.INVALID_INSTANCE,
            "Check the instance id in Wawp's dashboard; it may have been deleted."),
    QUOTA(
            Kind.INSTANCE,
            ReasonCode.QUOTA_EXCEEDED,
            "The plan's messages are used up: raise the plan or wait for its next period."),
    SESSION(
            Kind.INSTANCE,
            ReasonCode.SESSION_NOT_WORKING,
            "Restart or pair the instance's WhatsApp session in Wawp's dashboard."),
    RESTRICTED(
            Kind.INSTANCE,
            ReasonCode.SESSION_NOT_WORKING,
            "WhatsApp has restricted this number: see the reason in its WhatsApp app and let it"
                    + " rest."),
    REFUSED(
            Kind.REFUSED,
            ReasonCode.WAWP_REJECTED,
            "Correct the command; the same again would be refused again."),
    TOO_LONG(
            Kind.REFUSED,
            ReasonCode.WAWP_REJECTED,
            "Shorten the message, or set WAWP_ENCODING to json if the address was too long."),
    NO_ROUTE(
            Kind.NOT_SENT,
            ReasonCode.WAWP_UNREACHABLE,
            "Wawp's API is not there: check WAWP_BASE_URL."),
    RATE(
            Kind.NOT_SENT,
            ReasonCode.RATE_LIMITED,
            "Sent again later; if it lasts, choose a slower pacing profile."),
    BUSY(
            Kind.NOT_SENT,
            ReasonCode.WAWP_UPSTREAM_ERROR,
            "Sent again later; nothing needs to be done unless it lasts."),
    UPSTREAM(
            Kind.UNCLEAR,
            ReasonCode.WAWP_UPSTREAM_ERROR,
            "The chat is looked at before anything is sent again."),
    STRANGE(
            Kind.UNCLEAR,
            ReasonCode.WAWP_UPSTREAM_ERROR,
            "An answer of a kind that is not known: the chat is looked at before anything is sent"
                    + " again.");

    /** Whom or what it concerns. */
    enum Kind {
        /** The number as such. */
        INSTANCE,
        /** This message for good. */
        REFUSED,
        /** Nobody: certainly not done, and may be tried again. */
        NOT_SENT,
        /** It may have been done. */
        UNCLEAR
    }

    private final Kind kind;
    private final ReasonCode code;
    private final String advice;

    Ruling(Kind kind, ReasonCode code, String advice) {
        this.kind = kind;
        this.code = code;
        this.advice = advice;
    }

    Kind kind() {
        return kind;
    }

    ReasonCode code() {
        return code;
    }

    String advice() {
        return advice;
    }
}
