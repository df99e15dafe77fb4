package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                      | {}",
                "a=1&b=2               | {\"a\":\"1\",\"b\":\"2\"}",
                "a=1&a=2               | {\"a\":\"2\"}",
                "a                     | {\"a\":\"\"}",
                "a=x+y%20z             | {\"a\":\"x y z\"}",
                "a=%C3%BC%F0%9F%91%8B  | {\"a\":\"ü👋\"}",
                "a=100%                | {\"a\":\"100%\"}",
                "a=b=c                 | {\"a\":\"b=c\"}",
                "file[url]=u           | {\"file\":{\"url\":\"u\"}}",
                "file%5Burl%5D=u       | {\"file\":{\"url\":\"u\"}}",
                "f[a]=1&f[b]=2         | {\"f\":{\"a\":\"1\",\"b\":\"2\"}}",
                "f[]=1&f[]=2           | {\"f\":[\"1\",\"2\"]}",
                "p[o][]=1&p[o][]=2     | {\"p\":{\"o\":[\"1\",\"2\"]}}",
                "f[0]=1&f[1]=2         | {\"f\":[\"1\",\"2\"]}",
                "f[1]=1&f[0]=2         | {\"f\":{\"1\":\"1\",\"0\":\"2\"}}",
                "filter.ack=1          | {\"filter_ack\":\"1\"}",
                "a b=1                 | {\"a_b\":\"1\"}",
                "f[a.b]=1              | {\"f\":{\"a.b\":\"1\"}}"
            })
    void queriesAreReadAsPhpDoes(String query, String expected) {
        assertEquals(expected, Parameters.ofQuery(query == null ? "" : query.strip()).toString());
    }

    @Test
    void aBodyGoesBeforeTheQueryAndTheQueryBeforeThePath() {
        assertEquals(
                "{\"a\":\"json\",\"b\":\"form\",\"c\":\"query\",\"d\":\"path\"}",
                Parameters.merge(
                                Map.of("a", "path"),
                                Parameters.ofQuery("a=query&b=query&c=query&d=path"),
                                Parameters.ofQuery("a=form&b=form"),
                                Parameters.ofQuery("a=json"))
                        .toString());
    }
}
