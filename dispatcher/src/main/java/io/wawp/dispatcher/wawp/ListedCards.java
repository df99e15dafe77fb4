package io.wawp.dispatcher.wawp;

import io.wawp.common.command.Contact;
import io.wawp.dispatcher.model.ChatLook.Likeness;
import io.wawp.dispatcher.model.ShownText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The vCards of a listed message. Cards are written anew on the way: fields move, lines are folded,
 * commas escaped, numbers spaced or shortened. So of each contact the name's letters and the end of
 * its number are looked for. Immutable.
 */
record ListedCards(List<String> cards) {
    private static final Pattern NOT_DIGITS = Pattern.compile("\\D+");
    private static final Pattern FOLD = Pattern.compile("\r?\n[ \t]");

    /** A number without country and area, as short as national forms leave it. */
    private static final int OWN_DIGITS = 7;

    Likeness likenessTo(List<Contact> wanted) {
        if (cards.isEmpty()) {
            return Likeness.VAGUE;
        }
        if (cards.size() != wanted.size()) {
            return Likeness.NONE;
        }
        if (wanted.stream().allMatch(contact -> anyCard(contact, true))) {
            return Likeness.SAME;
        }
        boolean byNumber = wanted.stream().allMatch(contact -> anyCard(contact, false));
        return byNumber ? Likeness.DOUBTFUL : Likeness.NONE;
    }

    private boolean anyCard(Contact contact, boolean withName) {
        String number = NOT_DIGITS.matcher(contact.phoneNumber()).replaceAll("");
        String end = number.substring(Math.max(0, number.length() - OWN_DIGITS));
        String name = ShownText.loose(contact.fullName());
        return cards.stream()
                .map(card -> FOLD.matcher(card).replaceAll(""))
                .anyMatch(card ->
                        NOT_DIGITS.matcher(card).replaceAll("").contains(end)
                                && (!withName || ShownText.loose(card).contains(name)));
    }
}
