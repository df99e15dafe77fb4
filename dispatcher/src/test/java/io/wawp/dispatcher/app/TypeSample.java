package io.wawp.dispatcher.app;

import io.wawp.sandbox.wawp.Operation;

/** A command's content, and the request that Wawp's pages ask for. */
enum TypeSample {
    TEXT(
            "447441429011",
            "{'type':'text','message':'Hi & welcome, 50% off — ☺'}",
            Operation.TEXT,
            "message=Hi%20%26%20welcome%2C%2050%25%20off%20%E2%80%94%20%E2%98%BA",
            "{'message':'Hi & welcome, 50% off — ☺'}"),
    IMAGE(
            "447441429012",
            "{'type':'image','file':{'url':'https://example.com/a/cat.jpg'},'caption':'Our cat'}",
            Operation.IMAGE,
            "file%5Burl%5D=https%3A%2F%2Fexample.com%2Fa%2Fcat.jpg&file%5Bfilename%5D=cat.jpg"
                    + "&file%5Bmimetype%5D=image%2Fjpeg&caption=Our%20cat",
            "{'file':{'url':'https://example.com/a/cat.jpg','filename':'cat.jpg',"
                    + "'mimetype':'image/jpeg'},'caption':'Our cat'}"),
    PDF(
            "447441429013",
            "{'type':'pdf','file':{'url':'https://example.com/x?id=7','filename':'bill 7.pdf',"
                    + "'mimetype':'application/pdf'}}",
            Operation.FILE,
            "file%5Burl%5D=https%3A%2F%2Fexample.com%2Fx%3Fid%3D7"
                    + "&file%5Bfilename%5D=bill%207.pdf&file%5Bmimetype%5D=application%2Fpdf",
            "{'file':{'url':'https://example.com/x?id=7','filename':'bill 7.pdf',"
                    + "'mimetype':'application/pdf'}}"),
    VOICE(
            "447441429014",
            "{'type':'voice','file':{'url':'https://example.com/v.ogg','filename':'v.ogg',"
                    + "'mimetype':'audio/ogg; codecs=opus'}}",
            Operation.VOICE,
            "file%5Burl%5D=https%3A%2F%2Fexample.com%2Fv.ogg&file%5Bfilename%5D=v.ogg"
                    + "&file%5Bmimetype%5D=audio%2Fogg%3B%20codecs%3Dopus&convert=true",
            "{'file':{'url':'https://example.com/v.ogg','filename':'v.ogg',"
                    + "'mimetype':'audio/ogg; codecs=opus'},'convert':'true'}"),
    VIDEO(
            "447441429015",
            "{'type':'video','file':{'url':'https://example.com/v.mp4'},'caption':'See',"
                    + "'convert':false,'asNote':true}",
            Operation.VIDEO,
            "file%5Burl%5D=https%3A%2F%2Fexample.com%2Fv.mp4&file%5Bfilename%5D=v.mp4"
                    + "&file%5Bmimetype%5D=video%2Fmp4&caption=See&convert=false&asNote=true",
            "{'file':{'url':'https://example.com/v.mp4','filename':'v.mp4',"
                    + "'mimetype':'video/mp4'},'caption':'See','convert':'false',"
                    + "'asNote':'true'}"),
    POLL(
            "447441429016",
            "{'type':'poll','name':'When?','options':['Today','Tomorrow'],"
                    + "'multipleAnswers':true}",
            Operation.POLL,
            "",
            "{'poll':{'name':'When?','options':['Today','Tomorrow'],'multipleAnswers':true}}"),
    VCARD(
            "447441429017",
            "{'type':'vcard','contacts':[{'fullName':'Ann Lee','phoneNumber':'+447441429009',"
                    + "'organization':'Shop','whatsappId':'447441429009'},"
                    + "{'fullName':'Bo','phoneNumber':'+4799887766'}]}",
            Operation.VCARD,
            "",
            "{'contacts':[{'fullName':'Ann Lee','organization':'Shop',"
                    + "'phoneNumber':'+447441429009','whatsappId':'447441429009'},"
                    + "{'fullName':'Bo','phoneNumber':'+4799887766'}]}"),
    LOCATION(
            "447441429018",
            "{'type':'location','latitude':59.913868,'longitude':-10.752245,'title':'Us',"
                    + "'address':'Main St 1'}",
            Operation.LOCATION,
            "latitude=59.913868&longitude=-10.752245&title=Us&message=Main%20St%201",
            "{'latitude':'59.913868','longitude':'-10.752245','title':'Us',"
                    + "'message':'Main St 1'}");

    final String chat;
    final String content;
    final Operation operation;

    /** Of the address, behind credentials and chat; empty where the body is JSON. */
    final String query;

    /** All of them, wherever they stand. */
    final String parameters;

    TypeSample(String chat, String content, Operation operation, String query, String parameters) {
        this.chat = chat;
        this.content = content.replace('\'', '"');
        this.operation = operation;
        this.query = query;
        this.parameters = parameters.replace('\'', '"');
    }

    String id() {
        return "type-" + name();
    }
}
