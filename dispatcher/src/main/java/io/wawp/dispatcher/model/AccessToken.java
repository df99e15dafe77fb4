package io.wawp.dispatcher.model;

/** The secret with which an instance speaks to Wawp. Its string form never shows it. */
public record AccessToken(String value) {
    public AccessToken {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an access token must not be blank");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
