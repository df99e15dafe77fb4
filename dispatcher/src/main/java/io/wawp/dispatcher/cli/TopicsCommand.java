package io.wawp.dispatcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.dispatcher.records.Topics;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wawp topics}: creates what is missing, names what is set up wrongly. */
@Command(
        name = "topics",
        description = "Creates missing topics; names existing ones that are set up wrongly.")
final class TopicsCommand implements Callable<Integer> {
    private static final String WITHIN_MS = "8000";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsFile file = new SettingsFile();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    private final Map<String, String> environment;

    TopicsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        quieten();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        WorkerConfig config = ConfigReader.read(environment, file.path(), ConfigReader.Need.KAFKA);
        config.warnings().forEach(warning -> err.println("warning: " + warning));
        String servers = config.kafka().client().getOrDefault("bootstrap.servers", "");
        try (Admin admin = Admin.create(adminProperties(config))) {
            return report(new TopicSetup(admin).apply(topics(config), dryRun), out);
        } catch (ExecutionException e) {
            err.println(notReached(servers, e.getCause() == null ? e : e.getCause()));
            return Exit.FAILED;
        } catch (KafkaException e) {
            err.println(notReached(servers, e));
            return Exit.FAILED;
        }
    }

    /** One answer in words at the end, instead of a line for each try to connect. */
    private static void quieten() {
        if (LoggerFactory.getLogger("org.apache.kafka") instanceof Logger kafka) {
            kafka.setLevel(Level.OFF);
        }
    }

    private static int report(TopicSetup.Report report, PrintWriter out) {
        report.lines().forEach(out::println);
        out.flush();
        return report.isFine() ? Exit.DONE : Exit.FAILED;
    }

    private static String notReached(String servers, Throwable e) {
        if (e instanceof TimeoutException) {
            return "Kafka does not answer at "
                    + servers
                    + ". Is a broker running there? Set KAFKA_BOOTSTRAP_SERVERS to its address,"
                    + " or start one with ./wawp sandbox.";
        }
        Throwable cause = e.getCause();
        return "Kafka at "
                + servers
                + " could not be used: "
                + e.getMessage()
                + (cause == null ? "" : " (" + cause.getMessage() + ")")
                + ". Check KAFKA_BOOTSTRAP_SERVERS and the other KAFKA_ settings, and that this"
                + " user may describe and create topics.";
    }

    private static Properties adminProperties(WorkerConfig config) {
        var properties = new Properties();
        var all = new HashMap<>(config.kafka().client());
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, WITHIN_MS);
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, config.dispatcher().groupId() + "-topics");
        properties.putAll(all);
        return properties;
    }

    private static Topics topics(WorkerConfig config) {
        WorkerConfig.TopicNames names = config.dispatcher().topics();
        return new Topics(
                names.commands(),
                names.outcomes(),
                names.deliveries(),
                names.instances(),
                names.deadLetters(),
                names.dispatch(),
                names.journal(),
                config.dispatcher().partitions());
    }
}
