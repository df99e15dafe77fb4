package io.wawp.dispatcher.wawp;

import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of Wawp's words what must not be repeated: the token, whatever looks like one, phone
 * numbers, addresses, and the message's own words, whole or cut short. Immutable.
 */
final class Masking {
    private static final String MASK = "***";

    /** Anything shorter says nothing of anybody, and masking it would leave no words. */
    private static final int SHORTEST = 3;

    /** So much of the beginning of a secret gives it away. */
    private static final int HEAD = 8;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://\\S+");
    private static final Pattern CREDENTIAL =
            Pattern.compile(
                    "(?i)((?:token|secret|password|api[_-]?key|bearer)[\"']?\\s*(?:[=:]\\s*[\"']?|(?<=bearer)\\s))"
                            + "[^\\s\"'&,}]+");
    private static final Pattern OPAQUE =
            Pattern.compile("\\b(?=[\\w-]*\\d)(?=[\\w-]*[A-Za-z])[\\w-]{20,}\\b");
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d(?:[ ().-]{0,2}\\d){5,}");

    private final List<String> secrets;

    private Masking(List<String> secrets) {
        this.secrets =
                secrets.stream()
                        .map(secret -> CONTROL.matcher(secret).replaceAll(" ").strip())
                        .filter(secret -> secret.length() >= SHORTEST)
                        .toList();
    }

    /** For calls that carry no content. */
    static Masking of(Account account) {
        return new Masking(List.of(account.accessToken().value()));
    }

    static Masking of(Account account, SendCommand command) {
        var secrets = new ArrayList<String>();
        secrets.add(account.accessToken().value());
        switch (command.content()) {
            case Content.Text text -> secrets.add(text.message());
            case Content.Image image -> addMedia(secrets, image.file(), image.caption());
            case Content.Pdf pdf -> addMedia(secrets, pdf.file(), pdf.caption());
            case Content.Voice voice -> addMedia(secrets, voice.file(), null);
            case Content.Video video -> addMedia(secrets, video.file(), video.caption());
            case Content.Poll poll -> {
                secrets.add(poll.name());
                secrets.addAll(poll.options());
            }
            case Content.Vcard vcard -> {
                for (Contact contact : vcard.contacts()) {
                    secrets.add(contact.fullName());
                    addIfSet(secrets, contact.organization());
                    secrets.add(contact.phoneNumber());
                }
            }
            case Content.Location place -> {
                secrets.add(place.latitude().toPlainString());
                secrets.add(place.longitude().toPlainString());
                addIfSet(secrets, place.title());
                addIfSet(secrets, place.address());
            }
        }
        return new Masking(secrets);
    }

    private static void addMedia(List<String> secrets, MediaFile file, @Nullable String caption) {
        secrets.add(file.url());
        secrets.add(file.filename());
        addIfSet(secrets, caption);
    }

    private static void addIfSet(List<String> secrets, @Nullable String secret) {
        if (secret != null) {
            secrets.add(secret);
        }
    }

    /** The words in one line, without what must not be repeated. */
    String apply(String words) {
        String line = CONTROL.matcher(words).replaceAll(" ").strip();
        for (String secret : secrets) {
            line = without(line, secret);
        }
        line = ADDRESS.matcher(line).replaceAll(MASK);
        line = CREDENTIAL.matcher(line).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        line = OPAQUE.matcher(line).replaceAll(MASK);
        return NUMBER.matcher(line).replaceAll(MASK);
    }

    /** Whoever repeats a text in an error often cuts it: so its head is looked for. */
    private static String without(String line, String secret) {
        String head = secret.substring(0, Math.min(HEAD, secret.length()));
        int at = line.indexOf(head);
        if (at < 0) {
            return line;
        }
        var out = new StringBuilder();
        int from = 0;
        while (at >= 0) {
            int end = at + head.length();
            while (end < line.length()
                    && end - at < secret.length()
                    && line.charAt(end) == secret.charAt(end - at)) {
                end++;
            }
            out.append(line, from, at).append(MASK);
            from = end;
            at = line.indexOf(head, from);
        }
        return out.append(line, from, line.length()).toString();
    }
}
