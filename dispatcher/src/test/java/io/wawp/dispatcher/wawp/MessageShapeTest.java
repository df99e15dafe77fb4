package io.wawp.dispatcher.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.dispatcher.model.ChatLook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MessageShapeTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("Hi there", "{'type':'chat','body':'Hi there'}", true),
                Arguments.of("Hi there", "{'body':'Hi there','hasMedia':false}", true),
                Arguments.of("Hi there", "{'_data':{'type':'chat','body':'Hi there'}}", true),
                Arguments.of("Hi there", "{'_data':{'message':{'conversation':'Hi there'}}}", true),
                Arguments.of(
                        "Hi there",
                        "{'_data':{'Message':{'extendedTextMessage':{'text':'Hi there'}}}}",
                        true),
                Arguments.of(
                        "Hi there",
                        "{'_data':{'message':{'ephemeralMessage':{'message':"
                                + "{'conversation':'Hi there'}}}}}",
                        true),
                Arguments.of("  Hi\r\nthere \n\n", "{'type':'chat','body':'Hi\\nthere'}", true),
                Arguments.of("Hi  \nthere", "{'type':'chat','body':'Hi\\nthere'}", true),
                Arguments.of("Hi there", "{'type':'chat','body':'Hi there!'}", false),
                Arguments.of("Hi there", "{'type':'chat','body':'hi there'}", false),
                Arguments.of("Hi  there", "{'type':'chat','body':'Hi there'}", false),
                Arguments.of("Hi there", "{'type':'chat'}", false),
                Arguments.of("Hi there", "{'type':'image','body':'Hi there'}", false),
                Arguments.of("Hi there", "{'type':'reaction','body':'Hi there'}", false),
                Arguments.of("Hi there", "{'hasMedia':true,'body':'Hi there'}", false),
                Arguments.of("Hi there", "{}", false));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsMustAgreeToTheLetter(String text, String listed, boolean shown) {
        assertEquals(shown, shape(listed).shows(new Content.Text(text)));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                row(Samples.IMAGE, "{'type':'image','body':'A cat','hasMedia':true}", true),
                row(
                        Samples.IMAGE,
                        "{'_data':{'type':'image','caption':'A cat','body':'/9j/4'}}",
                        true),
                row(
                        Samples.IMAGE,
                        "{'_data':{'message':{'imageMessage':{'caption':'A cat'}}}}",
                        true),
                row(
                        Samples.IMAGE,
                        "{'hasMedia':true,'media':{'mimetype':'image/png'},'body':'A cat'}",
                        true),
                row(Samples.IMAGE, "{'hasMedia':true,'body':'A cat'}", true),
                row(Samples.IMAGE, "{'type':'image','hasMedia':true}", true),
                row(Samples.IMAGE, "{'type':'image','body':'A dog'}", false),
                row(Samples.IMAGE, "{'type':'image','body':''}", false),
                row(Samples.IMAGE, "{'type':'video','body':'A cat'}", false),
                row(Samples.IMAGE, "{'type':'chat','body':'A cat'}", false),
                row(Samples.PDF, "{'type':'document','body':'a.pdf'}", true),
                row(
                        Samples.PDF,
                        "{'type':'document','body':'','_data':{'filename':'a.pdf'}}",
                        true),
                row(
                        Samples.PDF,
                        "{'type':'document','body':'','_data':{'filename':'b.pdf'}}",
                        false),
                row(Samples.PDF, "{'type':'document','body':'other'}", false),
                row(
                        Samples.PDF,
                        "{'_data':{'message':{'documentWithCaptionMessage':{'message':"
                                + "{'documentMessage':{'fileName':'a.pdf'}}}}}}",
                        true),
                row(Samples.VOICE, "{'type':'ptt','body':''}", true),
                row(Samples.VOICE, "{'type':'audio'}", true),
                row(Samples.VOICE, "{'_data':{'Message':{'audioMessage':{'PTT':true}}}}", true),
                row(Samples.VOICE, "{'type':'video'}", false),
                row(Samples.VIDEO, "{'type':'video','caption':'Look'}", true),
                row(Samples.VIDEO, "{'type':'video','caption':'Other'}", false),
                row(
                        new Content.Video(
                                new MediaFile("https://x.example/v", "v", "video/mp4"),
                                "Look",
                                true,
                                true),
                        "{'type':'ptv','body':''}",
                        true),
                row(Samples.POLL, "{'type':'poll_creation','body':'Lunch?'}", true),
                row(
                        Samples.POLL,
                        "{'type':'poll_creation','_data':{'pollName':'Lunch?','pollOptions':[{'name':'Yes'},{'name':'No'}]}}",
                        true),
                row(
                        Samples.POLL,
                        "{'_data':{'message':{'pollCreationMessageV3':{'name':'Lunch?','options':[{'optionName':'Yes'},{'optionName':'No'}]}}}}",
                        true),
                row(
                        Samples.POLL,
                        "{'type':'poll_creation','pollName':'Lunch?','pollOptions':['Yes','Maybe']}",
                        false),
                row(Samples.POLL, "{'type':'poll_creation','body':'Dinner?'}", false),
                row(Samples.POLL, "{'type':'chat','body':'Lunch?'}", false),
                row(
                        Samples.VCARD,
                        "{'type':'multi_vcard','vCards':['BEGIN:VCARD\\nFN:Ada L\\nTEL;waid=447700900123:+44 7700 900123','BEGIN:VCARD\\nFN:Bob\\nTEL:+1 555-0100']}",
                        true),
                row(Samples.VCARD, "{'type':'multi_vcard'}", true),
                row(
                        Samples.VCARD,
                        "{'type':'vcard','vCards':['BEGIN:VCARD\\nFN:Ada L\\nTEL:+447700900123']}",
                        false),
                row(
                        Samples.VCARD,
                        "{'_data':{'message':{'contactsArrayMessage':{'contacts':[{'vcard':'FN:Ada L TEL:+447700900123'},{'vcard':'FN:Bob TEL:+15550199'}]}}}}",
                        false),
                row(
                        Samples.LOCATION,
                        "{'type':'location','location':{'latitude':51.5,'longitude':-0.127}}",
                        true),
                row(
                        Samples.LOCATION,
                        "{'type':'location','_data':{'lat':51.5000001,'lng':'-0.127'}}",
                        true),
                row(
                        Samples.LOCATION,
                        "{'_data':{'Message':{'locationMessage':{'degreesLatitude':51.5,'degreesLongitude':-0.127}}}}",
                        true),
                row(Samples.LOCATION, "{'type':'location'}", true),
                row(
                        Samples.LOCATION,
                        "{'type':'location','location':{'latitude':51.501,'longitude':-0.127}}",
                        false));
    }

    private static Arguments row(Content content, String listed, boolean shown) {
        return Arguments.of(content, listed, shown);
    }

    @ParameterizedTest
    @MethodSource("others")
    void mediaAndTheRestAreKnownByKindAndByWhatIsTold(
            Content content, String listed, boolean shown) {
        assertEquals(shown, shape(listed).shows(content));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    {'id':'true_1@c.us_AB','timestamp':1759108610,'fromMe':true,'ack':1}  | AB | true | 1759108610 | 1
                    {'id':{'fromMe':true,'_serialized':'true_1@g.us_AB_2@c.us'},'timestamp':1759108610123} | AB | true | 1759108610 | -
                    {'_data':{'id':{'fromMe':false,'_serialized':'false_1@c.us_AB'},'t':1759108610,'ack':3}} | AB | false | 1759108610 | 3
                    {'key':{'id':'AB','fromMe':true},'messageTimestamp':'1759108610'} | AB | true | 1759108610 | -
                    {'id':'AB','_data':{'Info':{'ID':'AB','IsFromMe':true,'Timestamp':'2025-09-29T01:16:50Z'}},'ackName':'DEVICE'} | AB | true | 1759108610 | 2
                    {'id':'true_1@lid_AB','_data':{'messageTimestamp':{'low':1759108610,'high':0}},'ackName':'NOVEL'} | AB | true | 1759108610 | -
                    """)
    void readsWhoWhenAndHowFarInEveryEnginesForm(
            String listed, String bare, boolean fromMe, long at, Integer ack) {
        ChatLook.SeenMessage seen = page("[" + listed + "]").messages().getFirst();
        assertEquals(bare, seen.id().bare());
        assertEquals(fromMe, seen.fromMe());
        assertEquals(Instant.ofEpochSecond(at), seen.at());
        assertEquals(ack, seen.ack());
    }

    @Test
    void showsNoContentInItsStringForm() {
        var page =
                page(
                        "[{'id':'true_447441429009@c.us_AB','timestamp':1,'type':'chat','body':'Hi'}]");
        assertFalse(page.toString().contains("Hi"), page.toString());
        assertFalse(page.toString().contains("447441429009"), page.toString());
    }

    private static MessageShape shape(String body) {
        var page = page("[{'id':'true_1@c.us_A','timestamp':1," + body.strip().substring(1) + "]");
        return ((ListedMessage) page.messages().getFirst()).shape();
    }

    private static ChatLook.Page page(String json) {
        String fixed = json.replace('\'', '"').replace(",}", "}");
        var answer = new Answer(200, null, null, fixed.getBytes(StandardCharsets.UTF_8));
        return assertInstanceOf(
                ChatLook.Page.class,
                AnswerTable.messages(answer, Masking.of(Samples.ACCOUNT)),
                () -> List.of(fixed).toString());
    }
}
