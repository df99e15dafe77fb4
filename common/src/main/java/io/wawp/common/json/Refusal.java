package io.wawp.common.json;

import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the reading of one field for the place that collects what is wrong. It never leaves this
 * package, and it has no stack trace: it is an expected ending that may come with every record.
 */
final class Refusal extends RuntimeException {
    private final ReasonCode code;
    private final String words;
    private final @Nullable String field;

    /**
     * @param words what is wrong; never a piece of the value
     * @param field path, or null when it is about the whole record
     */
    Refusal(ReasonCode code, String words, @Nullable String field) {
        super(words, null, false, false);
        this.code = code;
        this.words = words;
        this.field = field;
    }

    /** About one field, whose path begins the sentence. */
    static Refusal of(ReasonCode code, String field, String words) {
        return new Refusal(code, field + " " + words, field);
    }

    OutcomeError error() {
        return new OutcomeError(code, words, code.retryable(), null, field);
    }

    String words() {
        return words;
    }
}
