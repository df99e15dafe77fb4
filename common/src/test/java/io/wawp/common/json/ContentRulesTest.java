package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MediaFile;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContentRulesTest {
    private static final MediaFile CAT =
            new MediaFile("https://files.example/cat.jpg", "cat.jpg", "image/jpeg");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                                  | missing_field    | type
                    {"type":null}                                       | missing_field    | type
                    {"type":7}                                          | invalid_field    | type
                    {"type":"sticker"}                                  | unsupported_type | type
                    {"type":"TEXT","message":"Hi"}                      | unsupported_type | type
                    {"type":"text"}                                     | missing_field    | message
                    {"type":"text","message":""}                        | invalid_field    | message
                    {"type":"text","message":7}                         | invalid_field    | message
                    {"type":"text","message":["Hi"]}                    | invalid_field    | message
                    {"type":"text","message":"a\\u0000b"}               | invalid_field    | message
                    {"type":"text","message":"\\ud83d"}                 | invalid_field    | message
                    {"type":"text","message":"\\ude42\\ud83d"}          | invalid_field    | message
                    {"type":"text","message":"Hi","caption":"x"}        | unknown_field    | caption
                    {"type":"text","mesage":"Hi"}                       | unknown_field    | mesage
                    {"type":"image"}                                    | missing_field    | file
                    {"type":"image","file":"https://a.example/b"}       | invalid_field    | file
                    {"type":"image","file":{}}                          | missing_field    | file.url
                    {"type":"image","file":{"url":7}}                   | invalid_field    | file.url
                    {"type":"image","file":{"url":""}}                  | invalid_field    | file.url
                    {"type":"image","file":{"URL":"https://a.example"}} | unknown_field    | file.URL
                    {"type":"image","file":{"url":"https://a.example/b","filename":""}}         | invalid_field | file.filename
                    {"type":"image","file":{"url":"https://a.example/b","filename":"a\\nb"}}    | invalid_field | file.filename
                    {"type":"image","file":{"url":"https://a.example/b","mimetype":"jpeg"}}     | invalid_field | file.mimetype
                    {"type":"image","file":{"url":"https://a.example/b","mimetype":"a/b\\n"}}   | invalid_field | file.mimetype
                    {"type":"image","file":{"url":"https://a.example/b"},"convert":true}        | unknown_field | convert
                    {"type":"image","file":{"url":"https://a.example/b"},"caption":1}           | invalid_field | caption
                    {"type":"voice","file":{"url":"https://a.example/b"},"caption":"x"}         | unknown_field | caption
                    {"type":"voice","file":{"url":"https://a.example/b"},"convert":"true"}      | invalid_field | convert
                    {"type":"video","file":{"url":"https://a.example/b"},"asNote":0}            | invalid_field | asNote
                    {"type":"poll","options":["a","b"]}                 | missing_field    | name
                    {"type":"poll","name":"","options":["a","b"]}       | invalid_field    | name
                    {"type":"poll","name":"n"}                          | missing_field    | options
                    {"type":"poll","name":"n","options":"a"}            | invalid_field    | options
                    {"type":"poll","name":"n","options":["a"]}          | invalid_field    | options
                    {"type":"poll","name":"n","options":["a",""]}       | invalid_field    | options[1]
                    {"type":"poll","name":"n","options":["a",null]}     | invalid_field    | options[1]
                    {"type":"poll","name":"n","options":["a","b","a"]}  | invalid_field    | options[2]
                    {"type":"poll","name":"n","options":["a","b",3]}    | invalid_field    | options[2]
                    {"type":"poll","name":"n","options":["a","b"],"multipleAnswers":1} | invalid_field | multipleAnswers
                    {"type":"vcard"}                                    | missing_field    | contacts
                    {"type":"vcard","contacts":[]}                      | invalid_field    | contacts
                    {"type":"vcard","contacts":{}}                      | invalid_field    | contacts
                    {"type":"vcard","contacts":["x"]}                   | invalid_field    | contacts[0]
                    {"type":"vcard","contacts":[{}]}                    | missing_field    | contacts[0].fullName
                    {"type":"vcard","contacts":[{"fullName":"A"}]}      | missing_field    | contacts[0].phoneNumber
                    {"type":"vcard","contacts":[{"fullName":"","phoneNumber":"+4474414"}]}      | invalid_field | contacts[0].fullName
                    {"type":"vcard","contacts":[{"fullName":"A","phoneNumber":"+4474"}]}        | invalid_field | contacts[0].phoneNumber
                    {"type":"vcard","contacts":[{"fullName":"A","phoneNumber":"++44741429"}]}   | invalid_field | contacts[0].phoneNumber
                    {"type":"vcard","contacts":[{"fullName":"A","phoneNumber":447441429009}]}   | invalid_field | contacts[0].phoneNumber
                    {"type":"vcard","contacts":[{"fullName":"A","phoneNumber":"+4474414","whatsappId":"+4474414"}]} | invalid_field | contacts[0].whatsappId
                    {"type":"vcard","contacts":[{"fullName":"A","phoneNumber":"+4474414"},{"name":"B"}]}            | unknown_field | contacts[1].name
                    {"type":"location","longitude":0}                   | missing_field    | latitude
                    {"type":"location","latitude":0}                    | missing_field    | longitude
                    {"type":"location","latitude":"51.5","longitude":0} | invalid_field    | latitude
                    {"type":"location","latitude":90.000001,"longitude":0}         | invalid_field | latitude
                    {"type":"location","latitude":-91,"longitude":0}               | invalid_field | latitude
                    {"type":"location","latitude":0,"longitude":180.1}             | invalid_field | longitude
                    {"type":"location","latitude":0,"longitude":1e999999999}       | invalid_field | longitude
                    {"type":"location","latitude":0,"longitude":-1e99999999999999} | invalid_field | longitude
                    {"type":"location","latitude":true,"longitude":0}              | invalid_field | latitude
                    """)
    void refusesWhatBreaksARule(String json, String code, String path) {
        Decoding.Invalid invalid = Drafts.content(json).invalid();
        assertEquals(code, invalid.error().code().wire());
        assertEquals("content." + path, invalid.error().field());
    }

    @Test
    void readsEveryType() {
        assertEquals(
                new Content.Text("Hi 🙂"),
                content("{'type':'text','message':'Hi \\ud83d\\ude42','caption':null}"));
        String file = "'file':{'url':'https://files.example/cat.jpg'}";
        assertEquals(new Content.Image(CAT, null), content("{'type':'image'," + file + "}"));
        assertEquals(
                new Content.Image(CAT, ""), content("{'type':'image'," + file + ",'caption':''}"));
        assertEquals(
                new Content.Pdf(new MediaFile("https://files.example/", "a b", "x/y"), "Read"),
                content(
                        "{'type':'pdf','file':{'url':'https://files.example/','filename':'a b',"
                                + "'mimetype':'x/y'},'caption':'Read'}"));
        MediaFile voice =
                new MediaFile("https://files.example/", "voice.ogg", "audio/ogg; codecs=opus");
        assertEquals(
                new Content.Voice(voice, true),
                content("{'type':'voice','file':{'url':'https://files.example/'}}"));
        assertEquals(
                new Content.Voice(voice, false),
                content(
                        "{'type':'voice','convert':false,'file':{'url':'https://files.example/'}}"));
        MediaFile video = new MediaFile("https://files.example/v", "v.mp4", "video/mp4");
        assertEquals(
                new Content.Video(video, null, true, false),
                content("{'type':'video','file':{'url':'https://files.example/v'}}"));
        assertEquals(
                new Content.Video(video, "c", false, true),
                content(
                        "{'type':'video','file':{'url':'https://files.example/v'},'caption':'c',"
                                + "'convert':false,'asNote':true}"));
        assertEquals(
                new Content.Poll("When?", List.of("Now", "now"), false),
                content("{'type':'poll','name':'When?','options':['Now','now']}"));
        assertEquals(
                new Content.Vcard(
                        List.of(
                                new Contact("A", "+447441429009", null, null),
                                new Contact("B", "+447441429009", "Org", "447441429009"))),
                content(
                        "{'type':'vcard','contacts':[{'fullName':'A','phoneNumber':'+44 7441"
                                + " 429009'},{'fullName':'B','phoneNumber':'447441429009',"
                                + "'organization':'Org','whatsappId':'447441429009'}]}"));
        assertEquals(
                new Content.Location(new BigDecimal("51.5"), new BigDecimal("-180"), "T", "A"),
                content(
                        "{'type':'location','latitude':51.50,'longitude':-1.8E2,'title':'T',"
                                + "'address':'A'}"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "90, 90",
        "9e1, 90",
        "51.50, 51.5",
        "0.12780000000000002, 0.12780000000000002",
        "0e999999999, 0",
        "1e-999999999, 0",
        "0.1234567890123456789, 0.123456789012346"
    })
    void readsDegreesHoweverTheyAreWritten(String written, BigDecimal value) {
        Content content = content("{'type':'location','latitude':" + written + ",'longitude':0}");
        BigDecimal latitude = ((Content.Location) content).latitude();
        assertEquals(0, value.subtract(latitude).movePointRight(15).intValue());
    }

    @Test
    void countsATextInCodePoints() {
        String longest = "🙂".repeat(4096);
        assertEquals(
                new Content.Text(longest), content("{'type':'text','message':'" + longest + "'}"));
        for (String tooLong :
                new String[] {
                    "{'type':'text','message':'" + longest + "x'}",
                    "{'type':'image','file':{'url':'https://a.example/b'},'caption':'"
                            + longest
                            + "x'}"
                }) {
            Decoding.Invalid invalid = Drafts.content(tooLong.replace('\'', '"')).invalid();
            assertEquals("text_too_long", invalid.error().code().wire());
        }
    }

    @Test
    void theLongestTextIsASetting() {
        CommandLimits limits = new CommandLimits(2, 2048, false, new InstanceId("i"));
        Drafts draft = Drafts.content("{\"type\":\"text\",\"message\":\"abc\"}");
        assertEquals(
                "content.message is longer than 2 characters",
                Drafts.invalid(draft.decode(limits)).error().message());
    }

    @Test
    void aPollHasTwoToTwelveOptionsOf255CodePoints() {
        assertEquals(12, ((Content.Poll) content(poll(12))).options().size());
        assertEquals(
                "content.options",
                Drafts.content(poll(13).replace('\'', '"')).invalid().error().field());
        String longest = "🙂".repeat(255);
        content("{'type':'poll','name':'n','options':['a','" + longest + "']}");
        Decoding.Invalid invalid =
                Drafts.content(
                                ("{'type':'poll','name':'n','options':['a','" + longest + "x']}")
                                        .replace('\'', '"'))
                        .invalid();
        assertEquals("content.options[1]", invalid.error().field());
        assertEquals("invalid_field", invalid.error().code().wire());
    }

    private static String poll(int options) {
        return IntStream.range(0, options)
                .mapToObj(i -> "'" + i + "'")
                .collect(Collectors.joining(",", "{'type':'poll','name':'n','options':[", "]}"));
    }

    private static Content content(String json) {
        return Drafts.content(json.replace('\'', '"')).valid().content();
    }
}
