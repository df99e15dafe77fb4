package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.Content;
import io.wawp.common.command.ContentType;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.model.ShownText;
import org.jspecify.annotations.Nullable;

/**
 * What any listing shows of a content, in short: two commands with different looks are told apart
 * wherever their texts are told. Only texts count: two files with the same caption look the same,
 * wherever they came from, and so do all places and all contacts. Immutable.
 *
 * @param text a hash of what a reader of the chat can see; null when it is not known any more
 */
record Look(ContentType type, @Nullable Long text) {

    static Look unknown(ContentType type) {
        return new Look(type, null);
    }

    static Look of(Content content) {
        String visible =
                switch (content) {
                    case Content.Text text -> text.message();
                    case Content.Image image -> image.caption();
                    case Content.Pdf pdf -> pdf.caption();
                    case Content.Video video -> video.caption();
                    case Content.Poll poll -> poll.name();
                    case Content.Voice ignored -> null;
                    case Content.Vcard ignored -> null;
                    case Content.Location ignored -> null;
                };
        String normal = visible == null ? "" : ShownText.normal(visible);
        return new Look(content.type(), Shards.hash(normal));
    }

    boolean mayBe(Look other) {
        return type == other.type
                && (text == null || other.text == null || text.equals(other.text));
    }
}
