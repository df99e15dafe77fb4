package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.config.Spelling;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with how a command was called, what was probably meant, and where it is told.
 */
final class WrongUse implements IParameterExceptionHandler {

    /**
     * To be thrown by a command that finds its options wrong only when it looks at them together.
     */
    static ParameterException of(CommandSpec spec, String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(e.getMessage());
        List<String> near = near(e, line, arguments);
        if (!near.isEmpty()) {
            err.println("Did you mean " + String.join(" or ", near) + "?");
        }
        String name = line.getCommandSpec().qualifiedName(" ");
        err.println(
                name.equals("./wawp")
                        ? "./wawp help lists the commands."
                        : name.replaceFirst(" ", " help ")
                                + " tells how it is used, with examples.");
        err.flush();
        return Exit.WRONG_USE;
    }

    /** Also where an option is missing because its name was written wrongly. */
    private static List<String> near(ParameterException e, CommandLine line, String[] arguments) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return firsts(unmatched);
        }
        List<String> unknown =
                Stream.of(arguments)
                        .filter(argument -> argument.startsWith("--"))
                        .map(argument -> argument.split("=", 2)[0])
                        .filter(name -> line.getCommandSpec().findOption(name) == null)
                        .toList();
        return e instanceof MissingParameterException && !unknown.isEmpty()
                ? firsts(new UnmatchedArgumentException(line, unknown))
                : List.of();
    }

    private static List<String> firsts(UnmatchedArgumentException unmatched) {
        String written = unmatched.getUnmatched().getFirst();
        return unmatched.getSuggestions().stream()
                .sorted(Comparator.comparingInt(word -> Spelling.distance(written, word)))
                .limit(3)
                .toList();
    }
}
