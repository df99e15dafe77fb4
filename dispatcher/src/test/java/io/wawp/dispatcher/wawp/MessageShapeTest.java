package io.wawp.dispatcher.wawp;

import static io.wawp.dispatcher.model.ChatLook.Likeness.DOUBTFUL;
import static io.wawp.dispatcher.model.ChatLook.Likeness.NONE;
import static io.wawp.dispatcher.model.ChatLook.Likeness.SAME;
import static io.wawp.dispatcher.model.ChatLook.Likeness.VAGUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.ChatLook.Likeness;
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
    private static final MediaFile FILE = new MediaFile("https://x.example/i", "i", "image/jpeg");

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("Hi there", "{'type':'chat','body':'Hi there'}", SAME),
                Arguments.of("Hi there", "{'body':'Hi there','hasMedia':false}", SAME),
                Arguments.of("Hi there", "{'_data':{'type':'chat','body':'Hi there'}}", SAME),
                Arguments.of("Hi there", "{'_data':{'message':{'conversation':'Hi there'}}}", SAME),
                Arguments.of(
                        "Hi there",
                        "{'_data':{'Message':{'extendedTextMessage':{'text':'Hi there'}}}}",
                        SAME),
                Arguments.of(
                        "Hi there",
                        "{'_data':{'message':{'ephemeralMessage':{'message':"
                                + "{'conversation':'Hi there'}}}}}",
                        SAME),
                Arguments.of("  Hi\r\nthere \n\n", "{'type':'chat','body':'Hi\\nthere'}", SAME),
                Arguments.of("Hi  \nthere", "{'type':'chat','body':'Hi\\nthere'}", SAME),
                Arguments.of("Hi there", "{'type':'chat','body':'Hi there!'}", DOUBTFUL),
                Arguments.of("Hi there", "{'type':'chat','body':'hi there'}", DOUBTFUL),
                Arguments.of("Hi  there", "{'type':'chat','body':'Hi there'}", DOUBTFUL),
                Arguments.of("Hi there", "{'type':'chat','body':'Hi you there'}", NONE),
                Arguments.of("A \\ b", "{'type':'chat','body':'A b'}", DOUBTFUL),
                Arguments.of("No.", "{'type':'chat','body':'No!'}", DOUBTFUL),
                Arguments.of("...", "{'type':'chat','body':'!!!'}", NONE),
                Arguments.of("\u2764\ufe0f", "{'type':'chat','body':'\u2764'}", SAME),
                Arguments.of("\ud83d\ude00", "{'type':'chat','body':'\ud83d\ude01'}", NONE),
                Arguments.of("cafe\u0301", "{'type':'chat','body':'caf\u00e9'}", SAME),
                Arguments.of("x".repeat(80), "{'body':'" + "x".repeat(70) + "…'}", DOUBTFUL),
                Arguments.of("x".repeat(80), "{'body':'" + "x".repeat(50) + "…'}", NONE),
                Arguments.of(
                        "See https://x.example/a",
                        "{'_data':{'Message':{'extendedTextMessage':{"
                                + "'text':'See https://x.example/a','title':'A',"
                                + "'matchedText':'https://x.example/a'}}}}",
                        SAME),
                Arguments.of("Hi there", "{'type':'chat'}", DOUBTFUL),
                Arguments.of("Hi there", "{'type':'image','body':'Hi there'}", NONE),
                Arguments.of("Hi there", "{'type':'reaction','body':'Hi there'}", NONE),
                Arguments.of("Hi there", "{'hasMedia':true,'body':'Hi there'}", NONE),
                Arguments.of("Hi there", "{'type':'revoked','body':''}", DOUBTFUL),
                Arguments.of("Hi there", "{'type':'ciphertext'}", DOUBTFUL),
                Arguments.of("Hi there", "{'type':'e2e_notification'}", NONE),
                Arguments.of(
                        "Hi there", "{'_data':{'message':{'reactionMessage':{'text':'x'}}}}", NONE),
                Arguments.of("Hi there", "{}", DOUBTFUL));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsMustAgreeInAllThatCanBeSeen(String text, String listed, Likeness likeness) {
        assertEquals(likeness, shape(listed).likenessTo(new Content.Text(text)));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                row(Samples.IMAGE, "{'type':'image','body':'A cat','hasMedia':true}", SAME),
                row(
                        Samples.IMAGE,
                        "{'_data':{'type':'image','caption':'A cat','body':'/9j/4'}}",
                        SAME),
                row(
                        Samples.IMAGE,
                        "{'_data':{'message':{'imageMessage':{'caption':'A cat'}}}}",
                        SAME),
                row(
                        Samples.IMAGE,
                        "{'hasMedia':true,'media':{'mimetype':'image/png'},'body':'A cat'}",
                        SAME),
                row(Samples.IMAGE, "{'hasMedia':true,'body':'A cat'}", DOUBTFUL),
                row(Samples.IMAGE, "{'type':'image','hasMedia':true}", DOUBTFUL),
                row(Samples.IMAGE, "{'type':'image','body':'A CAT.'}", DOUBTFUL),
                row(Samples.IMAGE, "{'type':'image','body':'','_data':{'caption':'A cat'}}", SAME),
                row(new Content.Image(FILE, null), "{'type':'image','body':''}", VAGUE),
                row(new Content.Image(FILE, " "), "{'type':'image'}", VAGUE),
                row(new Content.Image(FILE, null), "{'type':'image','body':'A cat'}", NONE),
                row(Samples.IMAGE, "{'type':'image','body':'A dog'}", NONE),
                row(Samples.IMAGE, "{'type':'image','body':''}", DOUBTFUL),
                row(Samples.IMAGE, "{'type':'video','body':'A cat'}", DOUBTFUL),
                row(Samples.IMAGE, "{'type':'chat','body':'A cat'}", NONE),
                row(Samples.PDF, "{'type':'document','body':'a.pdf'}", SAME),
                row(
                        Samples.PDF,
                        "{'type':'document','body':'','_data':{'filename':'a.pdf'}}",
                        SAME),
                row(
                        Samples.PDF,
                        "{'type':'document','body':'','_data':{'filename':'b.pdf'}}",
                        NONE),
                row(Samples.PDF, "{'type':'document','body':'other'}", NONE),
                row(
                        Samples.PDF,
                        "{'_data':{'message':{'documentWithCaptionMessage':{'message':"
                                + "{'documentMessage':{'fileName':'a.pdf'}}}}}}",
                        SAME),
                row(Samples.VOICE, "{'type':'ptt','body':''}", VAGUE),
                row(Samples.VOICE, "{'type':'audio'}", VAGUE),
                row(Samples.VOICE, "{'_data':{'Message':{'audioMessage':{'PTT':true}}}}", VAGUE),
                row(Samples.VOICE, "{'type':'video'}", NONE),
                row(Samples.VIDEO, "{'type':'video','caption':'Look'}", SAME),
                row(Samples.VIDEO, "{'type':'video','caption':'Other'}", NONE),
                row(
                        new Content.Video(
                                new MediaFile("https://x.example/v", "v", "video/mp4"),
                                "Look",
                                true,
                                true),
                        "{'type':'ptv','body':''}",
                        VAGUE),
                row(Samples.POLL, "{'type':'poll_creation','body':'Lunch?'}", SAME),
                row(Samples.POLL, "{'type':'poll_creation'}", DOUBTFUL),
                row(
                        Samples.POLL,
                        "{'type':'poll_creation','poll':{'name':'Lunch?','options':['No','Yes ']}}",
                        SAME),
                row(
                        Samples.POLL,
                        "{'type':'poll_creation','poll':{'name':'Lunch?','options':['no','YES!']}}",
                        DOUBTFUL),
                row(
                        Samples.POLL,
                        "{'type':'poll_creation','_data':{'pollName':'Lunch?','pollOptions':[{'name':'Yes'},{'name':'No'}]}}",
                        SAME),
                row(
                        Samples.POLL,
                        "{'_data':{'message':{'pollCreationMessageV3':{'name':'Lunch?','options':[{'optionName':'Yes'},{'optionName':'No'}]}}}}",
                        SAME),
                row(
                        Samples.POLL,
                        "{'type':'poll_creation','pollName':'Lunch?','pollOptions':['Yes','Maybe']}",
                        NONE),
                row(Samples.POLL, "{'type':'poll_creation','body':'Dinner?'}", NONE),
                row(Samples.POLL, "{'type':'chat','body':'Lunch?'}", NONE),
                row(
                        Samples.VCARD,
                        "{'type':'multi_vcard','vCards':['BEGIN:VCARD\\nFN:Ada L\\nTEL;waid=447700900123:+44 7700 900123','BEGIN:VCARD\\nFN:Bob\\nTEL:+1 555-0100']}",
                        SAME),
                row(Samples.VCARD, "{'type':'multi_vcard'}", VAGUE),
                row(
                        Samples.VCARD,
                        "{'vCards':['BEGIN:VCARD\\nN:L;Ada;;;\\nFN:Ada  L\\nTEL:07700 900 123','BEGIN:VCARD\\nFN:B\\r\\n ob\\nTEL:(555) 0100;1 555'],'type':'multi_vcard'}",
                        SAME),
                row(
                        Samples.VCARD,
                        "{'type':'multi_vcard','vCards':['FN:A. L. TEL:+447700900123','FN:Bob TEL:+15550100']}",
                        DOUBTFUL),
                row(
                        Samples.VCARD,
                        "{'type':'vcard','vCards':['BEGIN:VCARD\\nFN:Ada L\\nTEL:+447700900123']}",
                        NONE),
                row(
                        Samples.VCARD,
                        "{'_data':{'message':{'contactsArrayMessage':{'contacts':[{'vcard':'FN:Ada L TEL:+447700900123'},{'vcard':'FN:Bob TEL:+15550199'}]}}}}",
                        NONE),
                row(
                        Samples.LOCATION,
                        "{'type':'location','location':{'latitude':51.5,'longitude':-0.127}}",
                        SAME),
                row(
                        Samples.LOCATION,
                        "{'type':'location','_data':{'lat':51.5000001,'lng':'-0.127'}}",
                        SAME),
                row(
                        Samples.LOCATION,
                        "{'_data':{'Message':{'locationMessage':{'degreesLatitude':51.5,'degreesLongitude':-0.127}}}}",
                        SAME),
                row(Samples.LOCATION, "{'type':'location'}", VAGUE),
                row(
                        Samples.LOCATION,
                        "{'type':'location','location':{'latitude':51.5003,'longitude':-0.127}}",
                        DOUBTFUL),
                row(
                        Samples.LOCATION,
                        "{'type':'location','location':{'latitude':51.501,'longitude':-0.127}}",
                        NONE));
    }

    private static Arguments row(Content content, String listed, Likeness likeness) {
        return Arguments.of(content, listed, likeness);
    }

    @ParameterizedTest
    @MethodSource("others")
    void mediaAndTheRestAreKnownByKindAndByWhatIsTold(
            Content content, String listed, Likeness likeness) {
        assertEquals(likeness, shape(listed).likenessTo(content));
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
                    {'Info':{'ID':'AB','IsFromMe':true,'Timestamp':'2025-09-29T01:16:50Z'},'Message':{'conversation':'x'}} | AB | true | 1759108610 | -
                    {'key':{'id':'AB','fromMe':true},'messageTimestamp':{'low':1759108610,'high':0,'unsigned':true}} | AB | true | 1759108610 | -
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
    void aMessageWithoutATimeIsReadWithoutOne() {
        assertNull(page("[{'id':'true_1@c.us_AB','body':'x'}]").messages().getFirst().at());
    }

    @ParameterizedTest
    @CsvSource({
        "api,  chat, SAME",
        "api,  ptt,  VAGUE",
        "app,  chat, DOUBTFUL",
        "app,  ptt,  DOUBTFUL",
        "none, chat, SAME",
        "none, ptt,  DOUBTFUL",
        "app,  call, NONE"
    })
    void whatIsWrittenByHandIsNeverOursForCertain(String source, String type, Likeness likeness) {
        Content content = type.equals("chat") ? new Content.Text("Hi") : Samples.VOICE;
        ChatLook.SeenMessage seen =
                page("[{'id':'true_1@c.us_AB','timestamp':1,'body':'Hi','type':'%s','source':'%s'}]"
                                .formatted(type, source))
                        .messages()
                        .getFirst();
        assertEquals(likeness, seen.likenessTo(content));
        assertEquals(likeness == Likeness.SAME, seen.shows(content));
    }

    @Test
    void whatOthersWroteNeedNotBeReadableAndIsCountedAllTheSame() {
        ChatLook.Page page =
                page("[{'fromMe':false},{'id':'true_1@c.us_AB','timestamp':1,'body':'x'}]");
        assertEquals(1, page.messages().size());
        assertEquals(2, page.listed());
    }

    @Test
    void aMessageThatMayBeOursAndHasNoIdMakesThePageUnreadable() {
        assertInstanceOf(ChatLook.Unreadable.class, look("[{'body':'x'}]"));
        assertInstanceOf(ChatLook.Unreadable.class, look("[{'fromMe':true,'body':'x'}]"));
        assertInstanceOf(ChatLook.Page.class, look("[{'fromMe':true,'type':'e2e_notification'}]"));
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
        return assertInstanceOf(ChatLook.Page.class, look(json), () -> List.of(json).toString());
    }

    private static ChatLook look(String json) {
        String fixed = json.replace('\'', '"').replace(",}", "}");
        var answer = new Answer(200, null, null, fixed.getBytes(StandardCharsets.UTF_8));
        return AnswerTable.messages(answer, Masking.of(Samples.ACCOUNT));
    }
}
