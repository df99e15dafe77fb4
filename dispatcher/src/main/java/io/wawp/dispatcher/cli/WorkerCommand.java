package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.dispatcher.config.WorkerConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./wawp worker}: reads and shows the settings, then the application takes over. */
@Command(
        name = "worker",
        description = {
            "One worker, configured by the environment. Prints READY once it works; SIGTERM drains and",
            "stops it with exit status 0."
        },
        footer = {
            "  export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092",
            "  export WAWP_INSTANCE_ID=123456789012 WAWP_ACCESS_TOKEN_FILE=/run/secrets/wawp",
            "  ./wawp worker",
            "  ./wawp worker --config dispatcher.properties"
        })
final class WorkerCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);

    @Mixin private SettingsFile file = new SettingsFile();

    private final Map<String, String> environment;
    private final Worker worker;

    /** What runs a worker until it is told to stop; returns the exit status. */
    interface Worker {
        int run(WorkerConfig config) throws Exception;
    }

    WorkerCommand(Map<String, String> environment, Worker worker) {
        this.environment = environment;
        this.worker = worker;
    }

    @Override
    public Integer call() throws Exception {
        WorkerConfig config = ConfigReader.read(environment, file.path(), ConfigReader.Need.WORKER);
        config.warnings().forEach(log::warn);
        log.info("Settings:\n  {}", String.join("\n  ", config.effective()));
        return worker.run(config);
    }
}
