package io.wawp.dispatcher.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WawpSettingsTest {

    @Test
    void defaultsAreWawpsOwnAddressAndThirtySeconds() {
        var settings = WawpSettings.defaults();
        assertEquals("https://wawp.net/wp-json/awp/v1", settings.baseUrl().toString());
        assertEquals(Duration.ofSeconds(30), settings.requestTimeout());
        assertEquals(Encoding.AUTO, settings.encoding());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wawp.net/api",
                "/wp-json",
                "ftp://wawp.net/",
                "https://user:s3cret@wawp.net/",
                "https://wawp.net/?access_token=s3cret",
                "https://wawp.net/#s3cret",
                "http:///s3cret"
            })
    void refusesABaseUrlThatIsNoneAndRepeatsNoSecret(String url) {
        var thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> WawpSettings.defaults().withBaseUrl(URI.create(url)));
        assertNotNull(thrown.getMessage());
        assertFalse(thrown.getMessage().contains("s3cret"), thrown.getMessage());
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        var settings = WawpSettings.defaults();
        assertThrows(
                IllegalArgumentException.class, () -> settings.withRequestTimeout(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> settings.withRequestTimeout(Duration.ofHours(1)));
        assertThrows(IllegalArgumentException.class, () -> settings.withMaxConnections(0));
    }

    @Test
    void connectingIsPartOfTheWholeCall() {
        var settings = WawpSettings.defaults().withRequestTimeout(Duration.ofSeconds(2));
        assertEquals(Duration.ofSeconds(2), settings.connectTimeout());
    }
}
