package io.wawp.dispatcher.wawp;

import org.jspecify.annotations.Nullable;

/**
 * What came back, before anybody judged it. Its string form shows no content.
 *
 * @param contentType the header as it came, or null
 * @param retryAfter the header as it came, or null
 * @param body whole, within the bound of the call
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copied nowhere
record Answer(int status, @Nullable String contentType, @Nullable String retryAfter, byte[] body) {

    boolean ok() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
