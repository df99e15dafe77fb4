package io.wawp.dispatcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.testing.ProjectFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every call of the launcher that a page or a command's own help shows is one that it takes. */
class DocumentedCommandsTest {
    private static final Path ROOT = ProjectFiles.root();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:sh|console)\\n(.*?)^```");
    private static final Pattern PROMPT = Pattern.compile("(?m)^\\$ (\\./wawp .*)$");
    private static final Pattern INLINE = Pattern.compile("`(\\./wawp [^`\\n]+)`");
    private static final Pattern CALL =
            Pattern.compile("\\./wawp ((?:[^\\s\"'|>&;#]|[ ]|\"[^\"]*\"|'[^']*')+)");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

    /** The launcher's own, which never reach this module. */
    private static final Set<String> THE_SCRIPTS =
            Set.of("demo", "sandbox", "chaos", "bench", "test", "image", "help");

    @Test
    void thePagesShowCallsThatAreTaken() {
        var refused = new ArrayList<String>();
        var seen = new ArrayList<String>();
        for (Path page : ProjectFiles.pages()) {
            String text = ProjectFiles.read(page);
            Stream.of(
                            BLOCK.matcher(text).results(),
                            PROMPT.matcher(text).results(),
                            // a command's bare name in a sentence is no call
                            INLINE.matcher(text)
                                    .results()
                                    .filter(it -> it.group(1).matches("\\./wawp \\S+ .*")))
                    .flatMap(found -> found)
                    .flatMap(found -> calls(found.group(1)))
                    .forEach(call -> {
                        seen.add(call);
                        refused.addAll(refusal(ROOT.relativize(page) + ": ", call));
                    });
        }
        assertEquals(List.of(), refused);
        assertTrue(seen.size() > 50, () -> "too few to be all of them: " + seen);
    }

    @Test
    void theHelpShowsCallsThatAreTaken() {
        var refused = new ArrayList<String>();
        for (var each : commandLine().getSubcommands().entrySet()) {
            String help = each.getValue().getUsageMessage();
            List<String> calls = calls(help).toList();
            calls.forEach(call -> refused.addAll(refusal(each.getKey() + ": ", call)));
            assertTrue(
                    !calls.isEmpty() || each.getKey().equals("help"),
                    each.getKey() + " shows no example");
        }
        assertEquals(List.of(), refused);
    }

    private static CommandLine commandLine() {
        return Main.commandLine(Map.of(), config -> 0);
    }

    private static Stream<String> calls(String text) {
        return CALL.matcher(text.replaceAll("\\\\\n\\s*", ""))
                .results()
                // two spaces: what follows says what the call does
                .map(match -> match.group(1).split(" {2,}", 2)[0].strip())
                // a synopsis is no call
                .filter(call -> !call.contains("[") && !call.contains("…"));
    }

    private static List<String> refusal(String where, String call) {
        List<String> words =
                WORD.matcher(call)
                        .results()
                        .map(match -> match.group().replaceAll("[\"']", ""))
                        .toList();
        if (THE_SCRIPTS.contains(words.getFirst())) {
            return List.of();
        }
        try {
            commandLine().parseArgs(words.toArray(new String[0]));
            return List.of();
        } catch (CommandLine.ParameterException e) {
            return List.of(where + call + ": " + e.getMessage());
        }
    }
}
