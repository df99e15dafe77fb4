package io.wawp.dispatcher.wawp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.TypingResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows: status | body | ending. A body of {@code @html} is a page, {@code @none} is empty. */
final class AnswerTableTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String PAGE =
            "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>";
    private static final Masking MASKING =
            Masking.of(Samples.ACCOUNT, Samples.command(new Content.Text("Your parcel is here")));

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            maxCharsPerColumn = 2000,
            textBlock =
                    """
                    # successes
                    200 | {"_data":{"id":{"fromMe":true,"_serialized":"true_1@c.us_AB"},"ack":0},"id":{"fromMe":true,"id":"AB","_serialized":"true_1@c.us_AB"},"ack":1,"body":"x"} | accepted true_1@c.us_AB 1
                    201 | {"_data":{"id":{"fromMe":true,"_serialized":"true_1@c.us_AB"},"ack":2}} | accepted true_1@c.us_AB 2
                    201 | {"id":"3EB0F00","_data":{"Info":{"IsFromMe":true,"ID":"3EB0F00"}}} | accepted 3EB0F00 0
                    200 | {"_data":{"Info":{"IsFromMe":true,"ID":"3EB0F01"}}} | accepted 3EB0F01 0
                    200 | {"key":{"fromMe":true,"id":"3EB0F02F02F02"},"status":"PENDING","message":{"conversation":"x"}} | accepted 3EB0F02F02F02 0
                    200 | {"key":{"fromMe":true,"id":"3EB0F02"},"status":1} | accepted 3EB0F02 0
                    200 | {"_data":{"key":{"id":"3EB0F03"}}} | accepted 3EB0F03 0
                    200 | {"data":{"key":{"id":"3EB0F04"}}} | accepted 3EB0F04 0
                    200 | {"message_id":"M1","ackName":"SERVER"} | accepted M1 1
                    200 | {"data":{"messageId":"M2","ack":0}} | accepted M2 0
                    200 | {"key":{"id":"3EB0F05"},"message":{"documentWithCaptionMessage":{}}} | accepted 3EB0F05 0
                    200 | {"sent":true,"upstream_status":201} | accepted - 0
                    200 | {"sent":true,"message":"Your parcel is here"} | accepted - 0
                    200 | {"verified_at":"2026-11-22"} | accepted - 0
                    200 | @none | accepted - 0
                    204 | @none | accepted - 0
                    200 | null | accepted - 0
                    200 | {"status":"queued"} | accepted - 0
                    200 | {"status":"accepted","id":"job-17"} | accepted - 0
                    202 | {"code":"success","job_id":"9d1c"} | accepted - 0
                    200 | {"code":"success","job_id":"9d1c","id":"9d1c"} | accepted - 0
                    200 | {"success":true,"message":"Operation completed successfully"} | accepted - 0

                    # a 2xx that is none
                    200 | {"status":"success","message":"The number of messages you have sent per month has exceeded the maximum limit"} | trouble quota_exceeded
                    200 | {"message":"The number of messages you have sent per month has exceeded the maximum limit"} | trouble quota_exceeded
                    200 | {"status":"error","message":"Instance ID Invalidated"} | trouble invalid_instance
                    200 | {"status":"success","message":"Instance ID Invalidated"} | trouble invalid_instance
                    200 | {"status":"failure","message":"Access token is required"} | trouble invalid_access_token
                    200 | {"code":"invalid_access_token","message":"no"} | trouble invalid_access_token
                    200 | {"status":"error","message":"This message didn't send"} | refused wawp_rejected
                    200 | {"success":false,"message":"bad"} | refused wawp_rejected
                    200 | {"error":"bad_format"} | refused wawp_rejected
                    200 | {"code":"missing_param","message":"chatId"} | refused wawp_rejected
                    200 | {"code":"wawp_upstream_error","message":"x"} | unclear wawp_upstream_error
                    200 | {"code":"proxy_error"} | unclear wawp_upstream_error
                    200 | {"success":false,"upstream_status":502} | unclear wawp_upstream_error
                    200 | {"success":false,"upstream_status":429} | not_sent rate_limited
                    200 | {"success":false,"id":"true_1@c.us_AB"} | unclear wawp_upstream_error
                    200 | {} | unclear wawp_upstream_error
                    200 | [] | unclear wawp_upstream_error
                    200 | {"code":"novel_word"} | unclear wawp_upstream_error
                    200 | Message sent | unclear wawp_upstream_error
                    200 | {"id":"true_1@c.us_AB" | unclear wawp_upstream_error
                    200 | @html | unclear wawp_upstream_error

                    # the number
                    404 | {"code":"invalid_instance","message":"x","data":{"status":404}} | trouble invalid_instance
                    404 | {"code":"invalid_session","message":"x"} | trouble invalid_instance
                    401 | {"code":"invalid_access_token","message":"x"} | trouble invalid_access_token
                    401 | @none | trouble invalid_access_token
                    401 | @html | trouble invalid_access_token
                    400 | {"message":"Access token is required"} | trouble invalid_access_token
                    401 | {"message":"Missing access_token"} | trouble invalid_access_token
                    403 | {"code":"quota_reached"} | trouble quota_exceeded
                    403 | {"code":"subscription_required"} | trouble quota_exceeded
                    422 | {"error":"Session status is not as expected. Try again later or restart the session","session":"default","status":"STOPPED","expected":["WORKING"]} | trouble session_not_working
                    500 | {"code":"wawp_upstream_error","message":"Session status is not as expected"} | trouble session_not_working
                    500 | {"code":"wawp_upstream_error","message":"server returned error 463"} | trouble session_not_working
                    400 | {"message":"Your account has been temporarily restricted"} | trouble session_not_working

                    # this message
                    400 | {"code":"bad_format","message":"Invalid audio"} | refused wawp_rejected
                    400 | {"code":"rest_missing_callback_param","message":"Missing parameter(s): message","data":{"status":400}} | refused wawp_rejected
                    400 | <error>bad</error> | refused wawp_rejected
                    413 | @html | refused wawp_rejected
                    422 | {"message":["chatId must be a string"],"error":"Unprocessable Entity","statusCode":422} | refused wawp_rejected

                    # nobody's fault
                    404 | {"code":"rest_no_route","message":"No route","data":{"status":404}} | not_sent wawp_unreachable
                    404 | @html | not_sent wawp_unreachable
                    302 | @none | not_sent wawp_unreachable
                    405 | @none | not_sent wawp_unreachable
                    429 | @none | not_sent rate_limited
                    429 | @html | not_sent rate_limited
                    503 | @none | not_sent wawp_upstream_error
                    503 | {"message":"busy"} | not_sent wawp_upstream_error
                    503 | no server is available | not_sent wawp_upstream_error

                    # nobody knows
                    503 | upstream connect error or disconnect/reset before headers | unclear wawp_upstream_error
                    503 | @html | unclear wawp_upstream_error
                    503 | {"code":"wawp_upstream_error"} | unclear wawp_upstream_error
                    429 | {"code":"wawp_upstream_error"} | unclear wawp_upstream_error
                    400 | {"code":"wawp_upstream_error","message":"x","data":{"status":400}} | unclear wawp_upstream_error
                    400 | {"code":"proxy_error"} | unclear wawp_upstream_error
                    500 | {"code":"internal","message":"Access token is required"} | unclear wawp_upstream_error
                    500 | @none | unclear wawp_upstream_error
                    502 | @html | unclear wawp_upstream_error
                    504 | @html | unclear wawp_upstream_error
                    524 | @html | unclear wawp_upstream_error
                    400 | @html | unclear wawp_upstream_error
                    403 | @html | unclear wawp_upstream_error
                    404 | {"code":"novel","message":"nothing here"} | unclear wawp_upstream_error
                    408 | @none | unclear wawp_upstream_error
                    409 | {"message":"conflict"} | unclear wawp_upstream_error
                    418 | teapot | unclear wawp_upstream_error
                    """)
    void judgesTheAnswerToASend(int status, String body, String ending) {
        assertEquals(ending, told(AnswerTable.send(answer(status, body), MASKING, NOW)));
    }

    @Test
    void neverTakesTheMessageItselfForADiagnosis() {
        var masking =
                Masking.of(
                        Samples.ACCOUNT,
                        Samples.command(new Content.Text("account banned, quota exceeded")));
        var result =
                AnswerTable.send(
                        answer(400, "{\"message\":\"too long: account banned, quota exceeded\"}"),
                        masking,
                        NOW);
        assertEquals("refused wawp_rejected", told(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    7                               | PT7S
                    0                               | PT0S
                    Sun, 22 Nov 2026 10:01:00 GMT   | PT1M
                    Sun, 22 Nov 2026 09:00:00 GMT   | PT0S
                    999999999                       | PT24H
                    99999999999999999999            | -
                    soon                            | -
                    -5                              | -
                    """)
    void readsHowLongToWait(String header, @Nullable String wait) {
        var answer = new Answer(429, null, header, new byte[0]);
        var result =
                assertInstanceOf(SendResult.NotSent.class, AnswerTable.send(answer, MASKING, NOW));
        assertEquals(String.valueOf(wait), String.valueOf(result.retryAfter()));
    }

    @Test
    void aPageThatNamesATimeToWaitWasRefusedOnPurpose() {
        var answer = new Answer(503, "text/html", "600", PAGE.getBytes(UTF_8));
        assertEquals("not_sent wawp_upstream_error", told(AnswerTable.send(answer, MASKING, NOW)));
    }

    @Test
    void tellsWhatWawpSaidAndWhatToDoWithoutSecrets() {
        var result =
                AnswerTable.send(
                        answer(
                                400,
                                "{\"code\":\"bad_format\",\"message\":\"Cannot send 'Your parcel is h…'"
                                        + " to +44 7441 429009 with access_token=tok3n-Secret from"
                                        + " https://x.example/a?sig=1\"}"),
                        MASKING,
                        NOW);
        OutcomeError error = assertInstanceOf(SendResult.Refused.class, result).error();
        assertEquals(
                "Wawp answered 400 bad_format: Cannot send '***…' to *** with access_token=***"
                        + " from ***. Correct the command; the same again would be refused again.",
                error.message());
        assertEquals(400, error.httpStatus());
        assertFalse(error.retryable());
    }

    @Test
    void shortensWhatWawpSaid() {
        var result =
                AnswerTable.send(
                        answer(400, "{\"message\":\"" + "blah ".repeat(1000) + "\"}"),
                        MASKING,
                        NOW);
        OutcomeError error = assertInstanceOf(SendResult.Refused.class, result).error();
        assertTrue(error.message().length() < 400, error.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    200 | {"result":true} | shown
                    200 | @none | shown
                    201 | {} | shown
                    200 | @html | not_shown
                    200 | {"code":"wawp_upstream_error"} | not_shown
                    404 | {"code":"rest_no_route"} | not_shown
                    500 | @none | not_shown
                    429 | @none | not_shown
                    401 | {"code":"invalid_access_token"} | trouble invalid_access_token
                    404 | {"code":"invalid_instance"} | trouble invalid_instance
                    """)
    void judgesTheAnswerToTyping(int status, String body, String ending) {
        String told =
                switch (AnswerTable.typing(answer(status, body), MASKING)) {
                    case TypingResult.Shown _ -> "shown";
                    case TypingResult.NotShown _ -> "not_shown";
                    case TypingResult.InstanceTrouble it -> "trouble " + it.error().code().wire();
                };
        assertEquals(ending, told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    200 | {"name":"wawp","status":"WORKING","me":{"id":"1@c.us"}} | working
                    200 | {"status":"success","data":{"status":"WORKING"}} | working
                    200 | {"status":"Online"} | working
                    200 | {"status":"STOPPED"} | not session_not_working
                    200 | {"status":"STARTING"} | not session_not_working
                    200 | {"status":"SCAN_QR_CODE","qr":"x"} | not session_not_working
                    200 | {"status":"FAILED"} | not session_not_working
                    401 | {"code":"invalid_access_token"} | not invalid_access_token
                    404 | {"code":"invalid_instance"} | not invalid_instance
                    200 | {"status":"novel"} | unreadable
                    200 | @none | unreadable
                    200 | @html | unreadable
                    503 | @none | unreadable
                    500 | {"code":"wawp_upstream_error"} | unreadable
                    404 | {"code":"rest_no_route"} | unreadable
                    """)
    void judgesSessionInfo(int status, String body, String ending) {
        String told =
                switch (AnswerTable.session(answer(status, body), MASKING)) {
                    case SessionLook.Working _ -> "working";
                    case SessionLook.NotWorking not -> "not " + not.error().code().wire();
                    case SessionLook.Unreadable _ -> "unreadable";
                };
        assertEquals(ending, told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    200 | {"id":"true_1@c.us_AB","ack":2} | known true_1@c.us_AB 2
                    200 | {"id":{"_serialized":"true_1@lid_AB"},"ackName":"READ"} | known true_1@lid_AB 3
                    200 | {"ackName":"ACK_DELIVERED"} | known AB 2
                    200 | {"_data":{"id":{"_serialized":"true_1@c.us_AB"},"ack":-1}} | known true_1@c.us_AB -1
                    200 | {"data":{"id":"AB","ack":"4"}} | known AB 4
                    200 | {"id":"AB","ack":9} | known AB 9
                    200 | {"id":"AB","ack":-1,"error":"failed"} | known AB -1
                    200 | {"id":"true_1@c.us_OTHER","ack":2} | unknown
                    200 | {"id":"true_1@c.us_AB"} | unknown
                    200 | @none | unknown
                    200 | {"success":true,"message":"Operation completed successfully"} | unknown
                    404 | {"code":"novel","message":"Message not found"} | unknown
                    400 | {"message":"no such message"} | unknown
                    404 | {"code":"rest_no_route"} | unreadable
                    200 | @html | unreadable
                    500 | @none | unreadable
                    429 | @none | unreadable
                    401 | @none | trouble invalid_access_token
                    404 | {"code":"invalid_instance"} | trouble invalid_instance
                    """)
    void judgesALookAtOneMessage(int status, String body, String ending) {
        String told =
                switch (AnswerTable.receipt(answer(status, body), new MessageId("AB"), MASKING)) {
                    case Receipt.Known known ->
                            "known " + known.messageId().value() + " " + known.ack();
                    case Receipt.Unknown _ -> "unknown";
                    case Receipt.Unreadable _ -> "unreadable";
                    case Receipt.InstanceTrouble it -> "trouble " + it.error().code().wire();
                };
        assertEquals(ending, told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    200 | [] | page 0 last
                    200 | {"messages":[]} | page 0 last
                    200 | [{"id":"true_1@c.us_A","timestamp":1759108610,"fromMe":true},{"id":"x","timestamp":1,"fromMe":false}] | page 2 more
                    200 | {"success":true,"data":[{"id":"true_1@c.us_A","timestamp":1759108610}]} | page 1 more
                    200 | [{"id":"x","fromMe":false}] | page 1 more
                    200 | [{"id":"x","fromMe":true}] | page 1 more
                    200 | [{"timestamp":1759108610,"fromMe":true}] | unreadable
                    200 | [{"id":"x","timestamp":1759108610}] | unreadable
                    200 | [null] | unreadable
                    200 | {"success":false,"data":[]} | unreadable
                    200 | {} | unreadable
                    200 | @none | unreadable
                    200 | @html | unreadable
                    404 | {"code":"rest_no_route"} | unreadable
                    503 | @none | unreadable
                    500 | [] | unreadable
                    401 | @none | trouble invalid_access_token
                    """)
    void judgesAListing(int status, String body, String ending) {
        String told =
                switch (AnswerTable.messages(answer(status, body), MASKING)) {
                    case ChatLook.Page page ->
                            "page " + page.messages().size() + (page.last() ? " last" : " more");
                    case ChatLook.Unreadable _ -> "unreadable";
                    case ChatLook.InstanceTrouble it -> "trouble " + it.error().code().wire();
                };
        assertEquals(ending, told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    404 | {"code":"rest_no_route"} | true
                    405 | @none | true
                    404 | @html | true
                    404 | {"code":"invalid_instance"} | false
                    404 | {"code":"not_found"} | false
                    200 | {"id":"AB","ack":1} | false
                    500 | @html | false
                    """)
    void knowsARouteThatIsNotThere(int status, String body, boolean missing) {
        assertEquals(missing, AnswerTable.saysNoSuchRoute(answer(status, body)));
    }

    private static Answer answer(int status, String body) {
        return switch (body) {
            case "@none" -> new Answer(status, null, null, new byte[0]);
            case "@html" -> new Answer(status, "text/html", null, PAGE.getBytes(UTF_8));
            default -> new Answer(status, "application/json", null, body.getBytes(UTF_8));
        };
    }

    private static String told(SendResult result) {
        return switch (result) {
            case SendResult.Accepted accepted ->
                    "accepted "
                            + (accepted.messageId() == null ? "-" : accepted.messageId().value())
                            + " "
                            + accepted.ack();
            case SendResult.Refused it -> "refused " + code(it.error());
            case SendResult.NotSent it -> "not_sent " + code(it.error());
            case SendResult.Unclear it -> "unclear " + code(it.error());
            case SendResult.InstanceTrouble it -> "trouble " + code(it.error());
            case SendResult.Lapsed _ -> "lapsed";
        };
    }

    private static String code(OutcomeError error) {
        assertNotNull(error.httpStatus());
        return error.code().wire();
    }
}
