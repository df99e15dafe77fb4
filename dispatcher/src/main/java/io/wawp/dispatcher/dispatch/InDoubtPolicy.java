package io.wawp.dispatcher.dispatch;

/** What follows when a send ended unclear and looking in the chat found nothing. */
public enum InDoubtPolicy {
    /** It is sent again. Should the first one still arrive, there are two. */
    RESEND,
    /** It ends UNRESOLVED; a person decides. Never risks a second copy. */
    UNRESOLVED
}
