package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors travel to topics and logs that more people read than the commands. */
final class ErrorWordsTest {
    private static final String SECRET = "447441429009secret";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'commandId':'% %'}",
                "{'%':1}",
                "{'commandId':'c','instanceId':'%/'}",
                "{'commandId':'c','instanceId':'i','chatId':'%'}",
                "{'commandId':'c','instanceId':'i','chatId':'%@c.us'}",
                "{'commandId':'c','instanceId':'i','chatId':'447441429009','content':'%'}",
                "{'commandId':'c','instanceId':'i','chatId':'447441429009','content':{'type':'%'}}",
                "C{'type':'text','%':'%'}",
                "C{'type':'text','message':['%']}",
                "C{'type':'image','file':'%'}",
                "C{'type':'image','file':{'url':'%'}}",
                "C{'type':'image','file':{'url':'https://% '}}",
                "C{'type':'image','file':{'url':'https://%@a.example/'}}",
                "C{'type':'image','file':{'url':'https://[%]/'}}",
                "C{'type':'image','file':{'url':'https://a.example:%/'}}",
                "C{'type':'image','file':{'url':'https://%..example/'}}",
                "C{'type':'image','file':{'url':'%://a.example/'}}",
                "C{'type':'image','file':{'url':'https://a.example/b','mimetype':'%'}}",
                "C{'type':'image','file':{'url':'https://a.example/b','filename':'%\\n'}}",
                "C{'type':'poll','name':'n','options':['%','%']}",
                "C{'type':'vcard','contacts':[{'fullName':'n','phoneNumber':'%'}]}",
                "C{'type':'vcard','contacts':[{'fullName':'n','phoneNumber':'12345','whatsappId':'%'}]}",
                "C{'type':'location','latitude':'%','longitude':0}",
                "C{'type':'location','latitude':447441429009,'longitude':0}",
                "C{'type':'text','message':'x'},'typing':{'mode':'%'}",
                "C{'type':'text','message':'x'},'typing':{'mode':'fixed','duration':'%'}",
                "C{'type':'text','message':'x'},'priority':'%'",
                "C{'type':'text','message':'x'},'notBefore':'%'",
                "C{'type':'text','message':'x'},'replyTo':'%\\n'",
                "C{'type':'text','message':'x'},'metadata':{'%':1}",
                "C{'type':'text','message':'x'},'metadata':{'%':'x','%':'x'}",
                "C{'type':'text','message':'x' % }",
                "%",
                "{'commandId':%}",
                "{'commandId':'%",
                "{'commandId':'\\%'}",
            })
    void tellWhatWasWrongAndNotWhatWasWritten(String pattern) {
        String json =
                pattern.startsWith("C")
                        ? "{'commandId':'c','instanceId':'i','chatId':'447441429009','content':"
                                + pattern.substring(1)
                                + "}"
                        : pattern;
        String written = json.replace("%", SECRET).replace('\'', '"');
        Decoding.Invalid invalid = Drafts.invalid(Drafts.decode(written, CommandLimits.DEFAULTS));
        assertFalse(
                invalid.error().toString().contains("447441429009")
                        || invalid.error().toString().contains("secret"),
                () -> invalid.error().toString());
    }
}
