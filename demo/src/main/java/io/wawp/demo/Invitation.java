package io.wawp.demo;

import io.wawp.dispatcher.records.Topics;

/** What to try next. Stateless. */
final class Invitation {
    private Invitation() {}

    /** At the end of a demo that ends. */
    static void toGoOn(Screen screen) {
        screen.text("./wawp demo --stay   keeps all of it running and says how to talk to it");
        screen.text("./wawp sandbox       only broker and simulator, for a worker of your own");
        screen.text("README.md            settings, the contract, how to run it in production");
    }

    /** While a demo stays. */
    static void toTalk(Screen screen, Stage.Open stage) {
        Topics topics = Stage.TOPICS;
        String kafka = stage.kafka().bootstrapServers();
        String control = "http://127.0.0.1:" + stage.wawp().port() + "/sandbox";
        screen.heading("All of it keeps running, until Ctrl-C");
        screen.text("Kafka is " + kafka + "; its topics: " + String.join(" ", topics.names()));
        screen.blank();
        screen.text(
                "Send one, with kcat or with Kafka's own tools, and watch its way below. The same again is a DUPLICATE:");
        screen.verbatim(
                """
                echo '%1$s' | kcat -P -b %2$s -t %3$s
                echo '%1$s' | kafka-console-producer.sh --bootstrap-server %2$s --topic %3$s
                """
                        .formatted(example(), kafka, topics.commands().getFirst()));
        screen.text("See the outcomes as a program sees them:");
        screen.verbatim(
                "kcat -C -b %s -t %s -X isolation.level=read_committed"
                        .formatted(kafka, topics.outcomes()));
        screen.text("Look at what Wawp got, and make it fail:");
        screen.verbatim(
                """
                curl %1$s/chats
                curl %1$s/calls
                curl %1$s/faults -d '{"action":"wawp_upstream_error","status":502,"first":2}'
                curl -X DELETE %1$s/faults
                curl %1$s/instances -d '{"instanceId":"%2$s","status":"SCAN_QR_CODE"}'
                curl %1$s/instances -d '{"instanceId":"%2$s","status":"WORKING"}'
                """
                        .formatted(control, Scenario.INSTANCE));
        screen.text("Watch the worker:");
        screen.verbatim("curl http://127.0.0.1:%d/metrics".formatted(stage.worker().adminPort()));
        screen.blank();
    }

    private static String example() {
        return """
        {"commandId":"mine-1","instanceId":"%s","chatId":"447441429009",\
        "content":{"type":"text","message":"Hello from me"}}\
        """
                .formatted(Scenario.INSTANCE);
    }
}
