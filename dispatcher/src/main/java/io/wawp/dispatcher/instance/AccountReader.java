package io.wawp.dispatcher.instance;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the accounts together from the settings and the files they name. Stateless; does I/O. */
final class AccountReader {
    private static final int FILE_LIMIT = 16 * 1024 * 1024;
    private static final int TOKEN_LIMIT = 16 * 1024;

    private final AccountSettings settings;

    AccountReader(AccountSettings settings) {
        this.settings = settings;
    }

    boolean hasFiles() {
        return settings.accessTokenFile() != null || settings.instancesFile() != null;
    }

    /**
     * Reads all.
     *
     * @param files takes down which files were read, also when it fails
     */
    Map<InstanceId, InstanceAccount> read(FilesRead files) {
        var accounts = new HashMap<InstanceId, InstanceAccount>();
        requirePacing("DISPATCHER_PACING", settings.defaultPacing());
        InstanceId single = settings.instanceId();
        if (single != null) {
            accounts.put(single, account(single, singleToken(files), settings.defaultPacing()));
        } else if (settings.accessToken() != null || settings.accessTokenFile() != null) {
            throw new InvalidAccountsException(
                    "an access token is set without its instance; set WAWP_INSTANCE_ID too");
        }
        Path path = settings.instancesFile();
        if (path != null) {
            addFile(accounts, path, files);
        } else if (single == null) {
            throw new InvalidAccountsException(
                    "no instance is configured; set WAWP_INSTANCE_ID and WAWP_ACCESS_TOKEN, or"
                            + " WAWP_INSTANCES_FILE");
        }
        return Map.copyOf(accounts);
    }

    private AccessToken singleToken(FilesRead files) {
        AccessToken token = settings.accessToken();
        Path path = settings.accessTokenFile();
        if ((token == null) == (path == null)) {
            throw new InvalidAccountsException(
                    "WAWP_INSTANCE_ID is set; set one of WAWP_ACCESS_TOKEN and"
                            + " WAWP_ACCESS_TOKEN_FILE");
        }
        return path == null
                ? token("WAWP_ACCESS_TOKEN", token == null ? "" : token.value())
                : tokenOf(path, files);
    }

    private void addFile(Map<InstanceId, InstanceAccount> accounts, Path path, FilesRead files) {
        var file = new AccountsFile(path);
        for (AccountsFile.Entry entry :
                file.parse(files.read("instances file", path, FILE_LIMIT))) {
            if (entry.instanceId().equals(settings.instanceId())) {
                throw file.wrong(
                        entry.place() + ".instanceId",
                        "is also WAWP_INSTANCE_ID; remove one of the two");
            }
            String pacing = entry.pacing() == null ? settings.defaultPacing() : entry.pacing();
            requirePacing("instances file " + path + ", " + entry.place() + ".pacing", pacing);
            accounts.put(
                    entry.instanceId(),
                    account(entry.instanceId(), token(entry, path, files), pacing));
        }
    }

    private static AccessToken token(AccountsFile.Entry entry, Path path, FilesRead files) {
        Path tokenFile = entry.accessTokenFile();
        String token = entry.accessToken();
        return tokenFile == null
                ? token(
                        "instances file " + path + ", " + entry.place() + ".accessToken",
                        token == null ? "" : token)
                : tokenOf(tokenFile, files);
    }

    private static AccessToken tokenOf(Path path, FilesRead files) {
        byte[] bytes = files.read("access token file", path, TOKEN_LIMIT);
        return token(
                "access token file " + path, new String(bytes, StandardCharsets.UTF_8).strip());
    }

    private static AccessToken token(String where, String token) {
        if (token.isBlank()) {
            throw new InvalidAccountsException(where + " holds no access token; put it there");
        }
        if (token.codePoints()
                .anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new InvalidAccountsException(
                    where + " holds white space within the access token; remove it");
        }
        return new AccessToken(token);
    }

    private void requirePacing(String where, @Nullable String name) {
        if (name == null || !settings.pacings().contains(name)) {
            String written = name == null ? "" : name;
            throw new InvalidAccountsException(
                    where
                            + " names the pacing profile "
                            + Suggestion.shown(written)
                            + ", which there is not"
                            + Suggestion.ending(written, settings.pacings())
                            + " (there are "
                            + String.join(", ", new TreeSet<>(settings.pacings()))
                            + ")");
        }
    }

    private static InstanceAccount account(InstanceId id, AccessToken token, String pacing) {
        return new InstanceAccount(new Account(id, token), pacing);
    }
}
