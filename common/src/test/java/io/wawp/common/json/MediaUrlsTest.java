package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaUrlsTest {
    private static final CommandLimits PRIVATE_ALLOWED =
            new CommandLimits(4096, 262_144, true, null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://files.example/a.jpg",
                "HTTPS://FILES.EXAMPLE/a.jpg",
                "http://files.example:8080/a?b=c&d=%20#e",
                "https://files.example",
                "https://files.example./a",
                "https://my_bucket.files.example/a",
                "https://bücher.example/ä",
                "https://8.8.8.8/a",
                "https://172.32.0.1/a",
                "https://100.128.0.1/a",
                "https://[2606:4700::1111]/a",
                "https://[2606:4700::1111]:443/a",
                "https://[::ffff:8.8.8.8]/a",
                "https://localhost.example/a",
                "https://notlocalhost/a",
                "https://1.example/a",
                "https://10.example/a",
            })
    void passesPublicAddressesOnAsTheyAre(String url) {
        assertEquals(url, file(Drafts.media("image", url).decode(CommandLimits.DEFAULTS)).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/a",
                "http://LOCALHOST:9000/a",
                "http://localhost./a",
                "http://files.localhost/a",
                "http://127.0.0.1/a",
                "http://127.0.0.1:80/a",
                "http://127.255.1.2/a",
                "http://127.1/a",
                "http://127.0.1/a",
                "http://2130706433/a",
                "http://2130706433./a",
                "http://0x7f.1/a",
                "http://0X7F000001/a",
                "http://0x7f.0x0.0x0.0x1/a",
                "http://0177.0.0.1/a",
                "http://017700000001/a",
                "http://0/a",
                "http://0.0.0.0/a",
                "http://10.1.2.3/a",
                "http://172.16.0.1/a",
                "http://172.31.255.255/a",
                "http://192.168.1.1/a",
                "http://169.254.169.254/latest/meta-data",
                "http://100.64.0.1/a",
                "http://[::1]/a",
                "http://[::]/a",
                "http://[0:0:0:0:0:0:0:1]:8080/a",
                "http://[fe80::1]/a",
                "http://[fc00::1]/a",
                "http://[fdab::1]/a",
                "http://[fec0::1]/a",
                "http://[::ffff:127.0.0.1]/a",
                "http://[::ffff:7f00:1]/a",
                "http://[::ffff:10.0.0.1]/a",
                "http://[::127.0.0.1]/a",
                "http://[64:ff9b::7f00:1]/a",
                "http://[2002:7f00:1::]/a",
                "http://１２７.0.0.1/a",
                "http://ⓛocalhost/a",
                "http://127。0。0。1/a",
            })
    void refusesPrivateAddressesInEverySpellingUnlessTheyAreAllowed(String url) {
        Decoding.Invalid invalid = Drafts.media("image", url).invalid();
        assertEquals("content.file.url", invalid.error().field());
        assertEquals(
                "content.file.url must not point to a loopback, link-local or private address",
                invalid.error().message());
        assertEquals(url, file(Drafts.media("image", url).decode(PRIVATE_ALLOWED)).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files.example/a.jpg",
                "/a.jpg",
                "//files.example/a.jpg",
                "ftp://files.example/a",
                "file:///etc/passwd",
                "data:image/png;base64,AAAA",
                "javascript:alert(1)",
                "http:files.example",
                "http:/files.example",
                "http://",
                "http:///a",
                "http://:80/a",
                "http://?a",
                "https://user@files.example/a",
                "https://user:secret@files.example/a",
                "https://@files.example/a",
                "https://files.example@localhost/a",
                "https://files.example:99999/a",
                "https://files.example:-1/a",
                "https://files.example:80:80/a",
                "https://files example/a",
                "https://files.example/a b",
                " https://files.example/a",
                "https://files..example/a",
                "https://.example/a",
                "https://-files.example/a",
                "https://%31%32%37.0.0.1/a",
                "https://loc%61lhost/a",
                "https://1.2.3.4.5/a",
                "https://256.1.1.1/a",
                "https://08.1.1.1/a",
                "https://4294967296/a",
                "https://99999999999999999999999/a",
                "https://[::1/a",
                "https://[fe80::1%25eth0]/a",
                "https://[1:2]/a",
                "https://files.example\\\\a",
            })
    void refusesWhatIsNoAddressOfAFile(String url) {
        for (CommandLimits limits : new CommandLimits[] {CommandLimits.DEFAULTS, PRIVATE_ALLOWED}) {
            Decoding.Invalid invalid = Drafts.invalid(Drafts.media("image", url).decode(limits));
            assertEquals("invalid_field", invalid.error().code().wire());
            assertEquals("content.file.url", invalid.error().field());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image, https://a.example/cat.jpg, cat.jpg, image/jpeg",
        "image, https://a.example/cat.JPEG?x=y.png, cat.JPEG, image/jpeg",
        "image, https://a.example/x/cat.png#y, cat.png, image/png",
        "image, https://a.example/cat.WebP, cat.WebP, image/webp",
        "image, https://a.example/cat.gif, cat.gif, image/gif",
        "image, https://a.example/cat, cat.jpg, image/jpeg",
        "image, https://a.example, image.jpg, image/jpeg",
        "image, https://a.example/, image.jpg, image/jpeg",
        "image, https://a.example/x/.., image.jpg, image/jpeg",
        "image, https://a.example/my%20cat+dog.png, my cat+dog.png, image/png",
        "image, https://a.example/..%2F..%5Ca%00b.png, .._.._a_b.png, image/png",
        "image, https://a.example/k%C3%A4se.png, käse.png, image/png",
        "pdf, https://a.example/report.pdf, report.pdf, application/pdf",
        "pdf, https://a.example/download?id=1, download.pdf, application/pdf",
        "pdf, https://a.example/, document.pdf, application/pdf",
        "voice, https://a.example/note.ogg, note.ogg, audio/ogg; codecs=opus",
        "voice, https://a.example/note.mp3, note.mp3, audio/mpeg",
        "voice, https://a.example/, voice.ogg, audio/ogg; codecs=opus",
        "video, https://a.example/clip.mp4, clip.mp4, video/mp4",
        "video, https://a.example/clip.webm, clip.webm, video/webm",
        "video, https://a.example/, video.mp4, video/mp4",
    })
    void takesNameAndTypeOfAFileFromItsAddress(
            String type, String url, String filename, String mimetype) {
        assertEquals(
                new MediaFile(url, filename, mimetype),
                file(Drafts.media(type, url).decode(CommandLimits.DEFAULTS)));
    }

    private static MediaFile file(Decoding decoding) {
        return switch (Drafts.valid(decoding).content()) {
            case Content.Image image -> image.file();
            case Content.Pdf pdf -> pdf.file();
            case Content.Voice voice -> voice.file();
            case Content.Video video -> video.file();
            case Content.Text _, Content.Poll _, Content.Vcard _, Content.Location _ ->
                    throw new AssertionError("no file");
        };
    }
}
