package io.wawp.dispatcher.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.command.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MaskingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    The session is not working                  | The session is not working
                    server returned error 463                   | server returned error 463
                    Access token is required                    | Access token is required
                    token tok3n-Secret is bad                   | token *** is bad
                    token TOK3N-SECRET is bad                   | token *** is bad
                    token tok3n-Se… is bad                      | token ***… is bad
                    access_token=abc&x=1                        | access_token=***&x=1
                    {"access_token":"abc"}                      | {"access_token":"***"}
                    Bearer abc.def                              | Bearer ***
                    key 4f1c9a7be2d04f1c9a7be2d0 expired        | key *** expired
                    447441429009@c.us is not on WhatsApp        | ***@c.us is not on WhatsApp
                    call +44 (7441) 429-009 now                 | call *** now
                    only 12345 of them                          | only 12345 of them
                    see https://wawp.net/a?b=c now              | see *** now
                    POST /send?message=Hi%20there failed        | POST /send?*** failed
                    cannot send Tom & Ann are here!             | cannot send ***
                    cannot send Tom &amp; Ann are here!         | cannot send ***
                    cannot send (Tom & An…)                     | cannot send (***…)
                    cannot send tom & ann ARE here! twice       | cannot send *** twice
                    Tom is not found                            | Tom is not found
                    """)
    void takesOutWhatMustNotBeRepeatedAndLeavesTheRest(String words, String masked) {
        var masking =
                Masking.of(
                        Samples.ACCOUNT, Samples.command(new Content.Text("Tom & Ann are here!")));
        assertEquals(masked, masking.apply(words));
    }

    @Test
    void takesOutEveryPartOfEveryType() {
        for (Content content :
                new Content[] {
                    Samples.IMAGE,
                    Samples.PDF,
                    Samples.VOICE,
                    Samples.VIDEO,
                    Samples.POLL,
                    Samples.VCARD,
                    Samples.LOCATION
                }) {
            var masking = Masking.of(Samples.ACCOUNT, Samples.command(content));
            String words =
                    switch (content) {
                        case Content.Text text -> text.message();
                        case Content.Image image -> image.file().filename() + " " + image.caption();
                        case Content.Pdf pdf -> pdf.file().filename();
                        case Content.Voice voice -> voice.file().filename();
                        case Content.Video video -> video.file().filename() + " " + video.caption();
                        case Content.Poll poll -> poll.name() + " " + poll.options().getFirst();
                        case Content.Vcard vcard ->
                                vcard.contacts().getFirst().fullName()
                                        + " "
                                        + vcard.contacts().getFirst().organization();
                        case Content.Location place -> place.title() + " " + place.address();
                    };
            assertEquals("", masking.apply(words).replaceAll("[* ]", ""), content.toString());
        }
    }
}
