package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.CommandKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a command's key in memory. 128 bits of a cryptographic hash: a producer cannot make
 * two keys meet, by chance or on purpose.
 */
record KeyHash(long high, long low) {

    static KeyHash of(CommandKey key) {
        return ofJournalKey(EntryKeys.of(key));
    }

    /** Of a command's key as the journal topic writes it. */
    static KeyHash ofJournalKey(String journalKey) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(journalKey.getBytes(StandardCharsets.UTF_8)));
            return new KeyHash(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low);
    }
}
