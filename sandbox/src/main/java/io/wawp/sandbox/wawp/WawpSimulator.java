package io.wawp.sandbox.wawp;

import io.wawp.sandbox.LocalPort;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server, on 127.0.0.1 unless told otherwise, that speaks Wawp's HTTP API v1 below {@link
 * #baseUri()}: it checks credentials and parameters, keeps instances, chats and messages in memory,
 * moves their acks with its clock, writes down every call, and goes wrong where {@link #faults()}
 * says so, in its answers and on the wire. Below {@code /sandbox/} on the same port the same can be
 * done with curl.
 *
 * <p>Facts about Wawp are those that public material states; it follows WordPress and the engine
 * WAHA where that is silent. Safe for use by any thread.
 */
public final class WawpSimulator implements AutoCloseable {
    private final HttpListener listener;
    private final Instances instances;
    private final Endpoints endpoints;
    private final Faults faults;
    private final CallLog calls;
    private final InstantSource clock;

    private WawpSimulator(Builder builder) {
        clock = builder.clock;
        instances = new Instances(builder.acceptAny, builder.tokenOfAny, builder.messagesPerChat);
        faults = new Faults();
        calls = new CallLog(builder.keptCalls);
        endpoints =
                new Endpoints(
                        instances,
                        faults,
                        calls,
                        clock,
                        builder.acks,
                        ListingStyle.usual().order(builder.order));
        Front front =
                new Front(
                        endpoints,
                        new ControlCalls(instances, faults, calls, endpoints, clock),
                        clock);
        listener = new HttpListener(front, builder.host, builder.port, builder.threads);
    }

    /** On a free port, with quick acks and no instance known yet. */
    public static WawpSimulator start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What a worker takes as its base URL. */
    public URI baseUri() {
        return URI.create("http://" + LocalPort.HOST + ":" + port() + Front.BASE_PATH);
    }

    public int port() {
        return listener.port();
    }

    /** Makes an instance known, logged in; again with another token to change the token. */
    public WawpSimulator addInstance(String instanceId, String token) {
        instances.add(instanceId, token);
        return this;
    }

    /** Forgets an instance and its chats. */
    public void removeInstance(String instanceId) {
        instances.remove(instanceId);
    }

    /** The state of the number's login. All but session info is refused unless it is WORKING. */
    public void setStatus(String instanceId, SessionStatus status) {
        instances.get(instanceId).status(status);
    }

    public SessionStatus status(String instanceId) {
        return instances.get(instanceId).status();
    }

    public List<String> instanceIds() {
        return instances.ids();
    }

    public Faults faults() {
        return faults;
    }

    /** The calls so far; see {@link Builder#keepCalls}. */
    public CallLog calls() {
        return calls;
    }

    /** How many calls came in, kept or not. */
    public long callCount() {
        return endpoints.callCount();
    }

    /** The chats that have messages. */
    public List<String> chatIds(String instanceId) {
        return instances.get(instanceId).chats().chatIds();
    }

    /** A chat's messages, oldest first, those too that listings do not show yet. */
    public List<ChatMessage> messages(String instanceId, String chatId) {
        return instances.get(instanceId).chats().all(Chats.normal(chatId)).stream()
                .map(message -> ChatMessage.of(message, clock.instant()))
                .toList();
    }

    /** The other side writes something. Returns the message's id. */
    public String receive(String instanceId, String chatId, String text) {
        return endpoints.put(instanceId, chatId, Message.Maker.OTHER_SIDE, text).id();
    }

    /** The number's owner writes something on the phone itself. Returns the message's id. */
    public String writeOnPhone(String instanceId, String chatId, String text) {
        return endpoints.put(instanceId, chatId, Message.Maker.PHONE, text).id();
    }

    /** Another client sends something by a call of its own. Returns the message's id. */
    public String sendByAnotherClient(String instanceId, String chatId, String text) {
        return endpoints.put(instanceId, chatId, Message.Maker.CALL, text).id();
    }

    /** Holds a message's ack at a value, -1 for ERROR, whatever the schedule says. */
    public void setAck(String instanceId, String messageId, int ack) {
        instances
                .get(instanceId)
                .chats()
                .find(messageId)
                .orElseThrow(() ->
                        new IllegalArgumentException("message " + messageId + " is not known"))
                .fixAck(ack);
    }

    /** Stops listening and resets all connections, as if the server were gone. */
    public void goAway() {
        listener.stop();
    }

    /** Listens again on the same port; memory is as it was. */
    public void comeBack() {
        listener.start();
    }

    @Override
    public void close() {
        listener.close();
    }

    /** What to start. Not for use by several threads. */
    public static final class Builder {
        private String host = LocalPort.HOST;
        private int port;
        private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
        private boolean acceptAny;
        private @Nullable String tokenOfAny;
        private InstantSource clock = InstantSource.system();
        private AckSchedule acks = AckSchedule.quick();
        private ListingStyle.Order order = ListingStyle.Order.NEWEST_FIRST;
        private int keptCalls = 100_000;
        private int messagesPerChat = 10_000;

        private Builder() {}

        /** Listens on all addresses of the machine, for callers from others. */
        public Builder anyAddress() {
            host = "0.0.0.0";
            return this;
        }

        /** 0, the default, is any free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Event loops; two by default. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** Any instance id of twelve letters and digits is known, with any token. */
        public Builder acceptAnyInstance() {
            acceptAny = true;
            tokenOfAny = null;
            return this;
        }

        /** Any instance id of twelve letters and digits is known, all with this token. */
        public Builder acceptAnyInstance(String token) {
            acceptAny = true;
            tokenOfAny = token;
            return this;
        }

        /** For timestamps, acks and late visibility; delays of answers are real time. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        public Builder acks(AckSchedule schedule) {
            acks = schedule;
            return this;
        }

        /**
         * Listings show the oldest first; Wawp states no order, its engine has the newest first.
         */
        public Builder oldestFirst() {
            order = ListingStyle.Order.OLDEST_FIRST;
            return this;
        }

        /** How many calls the log keeps, the latest; 0 for load tests. */
        public Builder keepCalls(int count) {
            keptCalls = count;
            return this;
        }

        /** How many messages a chat keeps, the latest. */
        public Builder keepMessagesPerChat(int count) {
            messagesPerChat = count;
            return this;
        }

        /** Returns when it listens. */
        public WawpSimulator start() {
            WawpSimulator simulator = new WawpSimulator(this);
            try {
                simulator.listener.start();
                return simulator;
            } catch (RuntimeException e) {
                simulator.close();
                throw e;
            }
        }
    }
}
