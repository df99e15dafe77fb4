package io.wawp.dispatcher.wawp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class V1RequestsTest {
    private static final String QUERY_CREDENTIALS =
            "?instance_id=123456789012&access_token=tok3n-Secret";
    private static final String JSON_CREDENTIALS =
            "{'instance_id':'123456789012','access_token':'tok3n-Secret',";
    private static final String CHAT = "&chatId=447441429009%40c.us";

    static Stream<Arguments> plainTypes() {
        return Stream.of(
                Arguments.of(
                        Samples.TEXT,
                        "/send",
                        "&message=Gr%C3%BC%C3%9Fe%20%26%201%2B1%3D2%3F%0ABye",
                        "'message':'Grüße & 1+1=2?\\nBye'"),
                Arguments.of(
                        Samples.IMAGE,
                        "/sendImage",
                        "&file%5Burl%5D=https%3A%2F%2Ffiles.example%2Fcat.jpg%3Fv%3D1"
                                + "&file%5Bfilename%5D=cat.jpg&file%5Bmimetype%5D=image%2Fjpeg"
                                + "&caption=A%20cat",
                        "'file':{'url':'https://files.example/cat.jpg?v=1','filename':'cat.jpg',"
                                + "'mimetype':'image/jpeg'},'caption':'A cat'"),
                Arguments.of(
                        Samples.PDF,
                        "/sendFile",
                        "&file%5Burl%5D=https%3A%2F%2Ffiles.example%2Fa.pdf"
                                + "&file%5Bfilename%5D=a.pdf&file%5Bmimetype%5D=application%2Fpdf",
                        "'file':{'url':'https://files.example/a.pdf','filename':'a.pdf',"
                                + "'mimetype':'application/pdf'}"),
                Arguments.of(
                        Samples.VOICE,
                        "/sendVoice",
                        "&file%5Burl%5D=https%3A%2F%2Ffiles.example%2Fv.ogg"
                                + "&file%5Bfilename%5D=v.ogg"
                                + "&file%5Bmimetype%5D=audio%2Fogg%3B%20codecs%3Dopus"
                                + "&convert=true",
                        "'file':{'url':'https://files.example/v.ogg','filename':'v.ogg',"
                                + "'mimetype':'audio/ogg; codecs=opus'},'convert':true"),
                Arguments.of(
                        Samples.VIDEO,
                        "/sendVideo",
                        "&file%5Burl%5D=https%3A%2F%2Ffiles.example%2Fv.mp4"
                                + "&file%5Bfilename%5D=v.mp4&file%5Bmimetype%5D=video%2Fmp4"
                                + "&caption=Look&convert=true&asNote=false",
                        "'file':{'url':'https://files.example/v.mp4','filename':'v.mp4',"
                                + "'mimetype':'video/mp4'},'caption':'Look','convert':true,"
                                + "'asNote':false"),
                Arguments.of(
                        Samples.LOCATION,
                        "/sendLocation",
                        "&latitude=51.5&longitude=-0.127&title=Desk&message=1%20High%20St",
                        "'latitude':'51.5','longitude':'-0.127','title':'Desk',"
                                + "'message':'1 High St'"));
    }

    @ParameterizedTest
    @MethodSource("plainTypes")
    void writesEachTypeInTheQueryAsWawpDocumentsIt(
            Content content, String route, String query, String json) {
        var request = of(Encoding.QUERY).send(Samples.ACCOUNT, Samples.command(content));
        assertEquals(
                "POST https://wawp.net/wp-json/awp/v1" + route + QUERY_CREDENTIALS + CHAT + query,
                line(request));
        assertEquals("", body(request));
        assertFalse(json.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("plainTypes")
    void writesEachTypeAsOneJsonBody(Content content, String route, String query, String json) {
        var request = of(Encoding.JSON).send(Samples.ACCOUNT, Samples.command(content));
        assertEquals("POST https://wawp.net/wp-json/awp/v1" + route, line(request));
        assertEquals(
                (JSON_CREDENTIALS + "'chatId':'447441429009@c.us'," + json + "}")
                        .replace('\'', '"'),
                body(request));
        assertFalse(query.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void writesPollsAndContactsAsJsonWithCredentialsInTheQuery(Encoding encoding) {
        var poll = of(encoding).send(Samples.ACCOUNT, Samples.command(Samples.POLL));
        assertEquals(
                "POST https://wawp.net/wp-json/awp/v1/sendPoll" + QUERY_CREDENTIALS, line(poll));
        assertEquals(
                """
                {"chatId":"447441429009@c.us","poll":{"name":"Lunch?","options":["Yes","No"],\
                "multipleAnswers":false}}\
                """,
                body(poll));
        var cards = of(encoding).send(Samples.ACCOUNT, Samples.command(Samples.VCARD));
        assertEquals(
                "POST https://wawp.net/wp-json/awp/v1/sendContactVcard" + QUERY_CREDENTIALS,
                line(cards));
        assertEquals(
                """
                {"chatId":"447441429009@c.us","contacts":[\
                {"fullName":"Ada L","organization":"Engines","phoneNumber":"+447700900123",\
                "whatsappId":"447700900123"},{"fullName":"Bob","phoneNumber":"+15550100"}]}\
                """,
                body(cards));
    }

    @Test
    void quotesAMessageOnlyWhenAsked() {
        var quoting =
                of(Encoding.QUERY)
                        .send(Samples.ACCOUNT, Samples.command(Samples.PDF, Samples.QUOTED));
        assertTrue(line(quoting).endsWith("&reply_to=true_447441429009%40c.us_3EB0AA"));
        var poll =
                of(Encoding.AUTO)
                        .send(Samples.ACCOUNT, Samples.command(Samples.POLL, Samples.QUOTED));
        assertTrue(body(poll).endsWith(",\"reply_to\":\"true_447441429009@c.us_3EB0AA\"}"));
        var plain = of(Encoding.QUERY).send(Samples.ACCOUNT, Samples.command(Samples.PDF));
        assertFalse(line(plain).contains("reply_to"));
    }

    @Test
    void autoMovesToJsonExactlyWhereTheUrlReachesTheLimit() {
        int fixed =
                of(Encoding.QUERY)
                        .send(Samples.ACCOUNT, Samples.command(new Content.Text("a")))
                        .getRequestUri()
                        .length();
        int base = "https://wawp.net".length();
        int longest = V1Requests.LONGEST_URL - base - fixed;
        var last = autoOf("a".repeat(longest));
        assertTrue(last.getRequestUri().contains("message="));
        assertEquals("", body(last));
        var first = autoOf("a".repeat(longest + 1));
        assertEquals("/wp-json/awp/v1/send", first.getRequestUri());
        assertTrue(body(first).contains("\"access_token\":\"tok3n-Secret\""));
        // it is the encoded length that counts
        assertEquals("/wp-json/awp/v1/send", autoOf("ي".repeat(700)).getRequestUri());
    }

    private static HttpUriRequestBase autoOf(String text) {
        return of(Encoding.AUTO).send(Samples.ACCOUNT, Samples.command(new Content.Text(text)));
    }

    @Test
    void writesTheCallsThatSendNothing() {
        var requests = of(Encoding.AUTO);
        var id = new MessageId("true_1@g.us_A/B");
        String base = "https://wawp.net/wp-json/awp/v1";
        assertEquals(
                "POST " + base + "/startTyping" + QUERY_CREDENTIALS + CHAT,
                line(requests.startTyping(Samples.ACCOUNT, Samples.CHAT)));
        assertEquals(
                "POST " + base + "/stopTyping" + QUERY_CREDENTIALS + CHAT,
                line(requests.stopTyping(Samples.ACCOUNT, Samples.CHAT)));
        assertEquals(
                "GET " + base + "/session/info" + QUERY_CREDENTIALS,
                line(requests.session(Samples.ACCOUNT)));
        assertEquals(
                "GET "
                        + base
                        + "/message"
                        + QUERY_CREDENTIALS
                        + CHAT
                        + "&messageId=true_1%40g.us_A%2FB&downloadMedia=false",
                line(requests.messageByQuery(Samples.ACCOUNT, Samples.CHAT, id)));
        assertEquals(
                "POST "
                        + base
                        + "/chats/447441429009%40c.us/messages/true_1%40g.us_A%2FB"
                        + QUERY_CREDENTIALS
                        + "&downloadMedia=false",
                line(requests.messageByPath(Samples.ACCOUNT, Samples.CHAT, id)));
        assertEquals(
                "GET "
                        + base
                        + "/chats/12345-67%40g.us/messages"
                        + QUERY_CREDENTIALS
                        + "&limit=50&offset=100&downloadMedia=false",
                line(requests.messages(Samples.ACCOUNT, new ChatId("12345-67@g.us"), 100, 50)));
    }

    @Test
    void keepsAJsonSettingForTypingToo() {
        var request = of(Encoding.JSON).startTyping(Samples.ACCOUNT, Samples.CHAT);
        assertEquals("POST https://wawp.net/wp-json/awp/v1/startTyping", line(request));
        assertEquals(
                (JSON_CREDENTIALS + "'chatId':'447441429009@c.us'}").replace('\'', '"'),
                body(request));
    }

    @Test
    void aSlashAtTheEndOfTheBaseUrlChangesNothing() {
        var settings =
                WawpSettings.defaults()
                        .withBaseUrl(URI.create("http://localhost:8081/"))
                        .withEncoding(Encoding.JSON);
        var request = new V1Requests(settings).send(Samples.ACCOUNT, Samples.command(Samples.TEXT));
        assertEquals("POST http://localhost:8081/send", line(request));
    }

    private static V1Requests of(Encoding encoding) {
        return new V1Requests(WawpSettings.defaults().withEncoding(encoding));
    }

    private static String line(HttpUriRequestBase request) {
        return request.getMethod()
                + " "
                + request.getScheme()
                + "://"
                + request.getAuthority()
                + request.getRequestUri();
    }

    private static String body(HttpUriRequestBase request) {
        if (request.getEntity() == null) {
            return "";
        }
        try {
            return new String(request.getEntity().getContent().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
