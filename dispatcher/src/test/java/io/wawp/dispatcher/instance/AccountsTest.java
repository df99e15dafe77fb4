package io.wawp.dispatcher.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {
    private static final InstanceId ONE = new InstanceId("100000000001");
    private static final InstanceId TWO = new InstanceId("100000000002");
    private static final Set<String> PACINGS = Set.of("standard", "strict", "off");

    @TempDir Path dir;
    private final ManualTime time = new ManualTime();
    private int changes;

    @Test
    void oneInstanceIsKnownByItsIdAndToken() {
        Accounts accounts = open(settings(ONE, new AccessToken("secret1"), null, null));
        assertEquals("secret1", token(accounts, ONE));
        assertEquals("standard", accounts.find(ONE).orElseThrow().pacing());
        assertTrue(accounts.find(TWO).isEmpty());
    }

    @Test
    void aTokenFileIsReadWithoutItsLineEnd() throws IOException {
        Path file = write("token", "secret1\n");
        assertEquals("secret1", token(open(settings(ONE, null, file, null)), ONE));
    }

    @Test
    void aFileOfSeveralIsReadWithTokensBesideIt() throws IOException {
        write("two.token", "secret2");
        Accounts accounts =
                openFile(
                        """
                        [{"instanceId":"100000000001","accessToken":"secret1","pacing":"strict"},
                         {"instanceId":"100000000002","accessTokenFile":"two.token"}]
                        """);
        assertEquals(Set.of(ONE, TWO), accounts.instances());
        assertEquals("strict", accounts.find(ONE).orElseThrow().pacing());
        assertEquals("secret2", token(accounts, TWO));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|must be a JSON array",
                "[{]|is not valid JSON, or names a field twice, at line 1, column 3",
                "[] []|is not valid JSON",
                "``|must be a JSON array",
                "[7]|[0] must be an object",
                "[{\"accessToken\":\"secret\"}]|[0] has no instanceId; add it",
                "[{\"instanceId\":\"a b\",\"accessToken\":\"secret\"}]|[0].instanceId must be 1 to 64",
                "[{\"instanceId\":7,\"accessToken\":\"secret\"}]|[0].instanceId must be a text; put it in quotes",
                "[{\"instanceId\":\"a\"}]|[0] must have one of accessToken and accessTokenFile",
                "[{\"instanceId\":\"a\",\"accessToken\":\"secret\",\"accessTokenFile\":\"f\"}]|[0] must have one of",
                "[{\"instanceId\":\"a\",\"access_token\":\"secret\"}]|[0] has the unknown field \"access_token\"; did you mean \"accessToken\"?",
                "[{\"instanceId\":\"a\",\"accessToken\":\"secret\",\"pasing\":\"off\"}]|[0] has the unknown field \"pasing\"; did you mean \"pacing\"?",
                "[{\"instanceId\":\"a\",\"accessToken\":\"secret\",\"colour\":\"off\"}]|[0] has the unknown field \"colour\"",
                "[{\"instanceId\":\"a\",\"accessToken\":\"secret\"},{\"instanceId\":\"a\",\"accessToken\":\"secret\"}]|[1].instanceId is the same as [0]'s",
                "[{\"instanceId\":\"a\",\"accessToken\":\"secret\",\"accessToken\":\"secret\"}]|names a field twice",
                "[{\"instanceId\":\"a\",\"accessToken\":\" \"}]|[0].accessToken holds no access token",
                "[{\"instanceId\":\"a\",\"accessToken\":\"secret secret\"}]|[0].accessToken holds white space",
                "[{\"instanceId\":\"a\",\"accessToken\":secret}]|is not valid JSON",
                "[{\"instanceId\":\"a\",\"accessTokenFile\":\"none\"}]|none does not exist; create it or correct the path",
                "[{\"instanceId\":\"a\",\"accessToken\":\"secret\",\"pacing\":\"standart\"}]|[0].pacing names the pacing profile \"standart\", which there is not; did you mean \"standard\"? (there are off, standard, strict)",
            })
    void aBrokenFileStopsTheStartWithWhatAndWhere(String content, String message) {
        var thrown = assertThrows(InvalidAccountsException.class, () -> openFile(content));
        String said = String.valueOf(thrown.getMessage());
        assertTrue(said.contains(message), said);
        assertTrue(said.contains(dir.toString()), said);
        assertFalse(said.contains("secret"), said);
        assertEquals(null, thrown.getCause());
    }

    @Test
    void settingsThatDoNotGoTogetherStopTheStart() {
        var token = new AccessToken("secret");
        refused(settings(null, null, null, null), "no instance is configured");
        refused(settings(null, token, null, null), "set WAWP_INSTANCE_ID too");
        refused(settings(ONE, null, null, null), "set one of WAWP_ACCESS_TOKEN and");
        refused(settings(ONE, token, dir.resolve("f"), null), "set one of WAWP_ACCESS_TOKEN and");
        refused(settings(null, null, null, dir), "is not a regular file");
    }

    @Test
    void anInstanceNamedInTheSettingsAndTheFileIsRefused() throws IOException {
        Path file =
                write("i.json", "[{\"instanceId\":\"100000000001\",\"accessToken\":\"secret\"}]");
        refused(
                settings(ONE, new AccessToken("secret"), null, file),
                "[0].instanceId is also WAWP_INSTANCE_ID");
    }

    @Test
    void aChangedFileIsReadAgainAndToldOnce() throws IOException {
        Accounts accounts = openFile(one("secret1"));
        write("instances.json", one("secret2-longer"));
        look();
        assertEquals("secret2-longer", token(accounts, ONE));
        look();
        look();
        assertEquals(1, changes);
    }

    @Test
    void aChangeThatLeavesTimeAndLengthAsTheyWereIsSeenWithTheNextLook() throws IOException {
        Accounts accounts = openFile(one("secret1"));
        Path file = dir.resolve("instances.json");
        var modified = Files.getLastModifiedTime(file);
        Files.writeString(file, one("secret2"));
        Files.setLastModifiedTime(file, modified);
        look();
        assertEquals("secret2", token(accounts, ONE));
    }

    @Test
    void aSwappedLinkIsSeenAsMountedSecretsChange() throws IOException {
        Files.createDirectory(dir.resolve("v1"));
        Files.createDirectory(dir.resolve("v2"));
        write("v1/token", "secret1");
        write("v2/token", "secret2");
        Files.setLastModifiedTime(
                dir.resolve("v2/token"), Files.getLastModifiedTime(dir.resolve("v1/token")));
        Path link = Files.createSymbolicLink(dir.resolve("data"), Path.of("v1"));
        Accounts accounts = open(settings(ONE, null, link.resolve("token"), null));
        look();
        look();
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("v2"));
        look();
        assertEquals("secret2", token(accounts, ONE));
    }

    @Test
    void aChangedTokenFileOfAnEntryIsReadAgain() throws IOException {
        write("one.token", "secret1");
        Accounts accounts =
                openFile("[{\"instanceId\":\"100000000001\",\"accessTokenFile\":\"one.token\"}]");
        write("one.token", "secret2-longer");
        look();
        assertEquals("secret2-longer", token(accounts, ONE));
    }

    @Test
    void anInstanceThatIsTakenOutIsNotKnownAnyMore() throws IOException {
        Accounts accounts = openFile(one("secret1"));
        write("instances.json", "[]");
        look();
        assertTrue(accounts.find(ONE).isEmpty());
        assertEquals(1, changes);
    }

    @Test
    void aFileThatBreaksLaterKeepsTheLastGoodStateAndCountsOnceForEachChange() throws IOException {
        Accounts accounts = openFile(one("secret1"));
        write("instances.json", "[{");
        look();
        look();
        assertEquals("secret1", token(accounts, ONE));
        assertEquals(1, accounts.failures());
        write("instances.json", "[{\"instanceId\":7}]");
        look();
        assertEquals(2, accounts.failures());
        assertEquals(0, changes);
        write("instances.json", one("secret3"));
        look();
        assertEquals("secret3", token(accounts, ONE));
        assertEquals(1, changes);
    }

    @Test
    void aFileThatVanishesAndComesBackIsReadAgain() throws IOException {
        Accounts accounts = openFile(one("secret1"));
        Files.delete(dir.resolve("instances.json"));
        look();
        assertEquals("secret1", token(accounts, ONE));
        assertEquals(1, accounts.failures());
        write("instances.json", one("secret2"));
        look();
        assertEquals("secret2", token(accounts, ONE));
    }

    @Test
    void aListenerThatThrowsHarmsNoOther() throws IOException {
        Accounts accounts = openFile(one("secret1"));
        accounts.onChange(() -> {
            throw new IllegalStateException("of the test");
        });
        accounts.onChange(() -> changes += 10);
        write("instances.json", one("secret2-longer"));
        look();
        assertEquals(11, changes);
    }

    @Test
    void closedItLooksNoMore() {
        Accounts accounts = openFile(one("secret1"));
        accounts.close();
        assertTrue(time.dueIn().isEmpty());
        assertEquals("secret1", token(accounts, ONE));
    }

    @Test
    void withoutFilesThereIsNothingToWatch() {
        open(settings(ONE, new AccessToken("secret1"), null, null));
        assertTrue(time.dueIn().isEmpty());
    }

    // ---- fixture

    private void refused(AccountSettings settings, String message) {
        var thrown = assertThrows(InvalidAccountsException.class, () -> open(settings));
        String said = String.valueOf(thrown.getMessage());
        assertTrue(said.contains(message), said);
        assertFalse(said.contains("secret"), said);
    }

    private Accounts openFile(String content) {
        try {
            return open(settings(null, null, null, write("instances.json", content)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Accounts open(AccountSettings settings) {
        Accounts accounts = Accounts.open(settings, time, Runnable::run);
        accounts.onChange(() -> changes++);
        return accounts;
    }

    private void look() {
        time.advance(AccountSettings.POLL);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }

    private static String one(String token) {
        return "[{\"instanceId\":\"100000000001\",\"accessToken\":\"" + token + "\"}]";
    }

    private static String token(Accounts accounts, InstanceId id) {
        return accounts.find(id).orElseThrow().account().accessToken().value();
    }

    private static AccountSettings settings(
            @Nullable InstanceId id,
            @Nullable AccessToken token,
            @Nullable Path tokenFile,
            @Nullable Path file) {
        return new AccountSettings(
                id, token, tokenFile, file, "standard", PACINGS, Duration.ofSeconds(5));
    }
}
