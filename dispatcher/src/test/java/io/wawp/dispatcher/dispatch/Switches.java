package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Admission;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.ChatLook.Likeness;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.Reception.Restored;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.Trace;
import io.wawp.dispatcher.model.TypingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What takes a measure of the worker's away, by a wrapper around what it is built of. In tests
 * alone; nothing like it is in the worker.
 */
final class Switches {
    UnaryOperator<MessageGateway> gateway = UnaryOperator.identity();
    UnaryOperator<Journal> journal = UnaryOperator.identity();
    UnaryOperator<Restored> restored = UnaryOperator.identity();
    UnaryOperator<Ticket> ticket = UnaryOperator.identity();
    UnaryOperator<Admission> admission = UnaryOperator.identity();
    UnaryOperator<Time> time = UnaryOperator.identity();
    UnaryOperator<DispatchSettings> settings = UnaryOperator.identity();

    /** While a worker stands still, its monotonic clock does, as on a machine that is suspended. */
    boolean machineIsSuspended;

    /** While a worker stands still, somebody sets its wall clock back by as much. */
    boolean wallClockIsSetBack;

    static Switches nothing() {
        return new Switches();
    }

    /** Requests are written whatever is said about the right to. */
    static Switches writesAnyway() {
        var away = new Switches();
        away.gateway =
                inner ->
                        new Passing(inner) {
                            @Override
                            public SendResult send(
                                    Account account, SendCommand command, BooleanSupplier mayWrite)
                                    throws InterruptedException {
                                return super.send(account, command, () -> asked(mayWrite));
                            }
                        };
        return away;
    }

    private static boolean asked(BooleanSupplier mayWrite) {
        boolean _ = mayWrite.getAsBoolean();
        return true;
    }

    /** No chat ever shows anything. */
    static Switches doesNotLook() {
        var away = new Switches();
        away.gateway =
                inner ->
                        new Passing(inner) {
                            @Override
                            public ChatLook messages(
                                    Account account, ChatId chat, int offset, int limit) {
                                return new ChatLook.Page(List.of(), true);
                            }
                        };
        return away;
    }

    /** No look into a chat is of any use. */
    static Switches looksInVain() {
        var away = new Switches();
        away.gateway =
                inner ->
                        new Passing(inner) {
                            @Override
                            public ChatLook messages(
                                    Account account, ChatId chat, int offset, int limit) {
                                return new ChatLook.Unreadable(
                                        OutcomeError.of(ReasonCode.WAWP_UPSTREAM_ERROR, "in vain"));
                            }
                        };
        return away;
    }

    /**
     * The chats show all that is like what was sent in a way that is doubtful; and it counts as
     * that.
     */
    static Switches doubtfulCountsAs(Likeness instead) {
        var away = new Switches();
        away.gateway =
                inner ->
                        new Passing(inner) {
                            @Override
                            public ChatLook messages(
                                    Account account, ChatId chat, int offset, int limit) {
                                ChatLook look = super.messages(account, chat, offset, limit);
                                return look instanceof ChatLook.Page page
                                        ? new ChatLook.Page(
                                                page.messages().stream()
                                                        .map(seen -> new Judged(seen, instead))
                                                        .<ChatLook.SeenMessage>map(each -> each)
                                                        .toList(),
                                                page.last(),
                                                page.listed())
                                        : look;
                            }
                        };
        return away;
    }

    /** What is like what was sent is so only in that way. */
    private record Judged(ChatLook.SeenMessage seen, Likeness instead)
            implements ChatLook.SeenMessage {
        @Override
        public MessageId id() {
            return seen.id();
        }

        @Override
        public boolean fromMe() {
            return seen.fromMe();
        }

        @Override
        public @Nullable Instant at() {
            return seen.at();
        }

        @Override
        public @Nullable Integer ack() {
            return seen.ack();
        }

        @Override
        public boolean shows(Content content) {
            return seen.shows(content);
        }

        @Override
        public Likeness likenessTo(Content content) {
            return shows(content) ? instead : Likeness.NONE;
        }
    }

    /** What is told of one number is believed of every other. */
    static Switches oneNumbersTroubleIsAnothers() {
        var away = new Switches();
        away.gateway =
                inner ->
                        new Passing(inner) {
                            @Override
                            public TypingResult startTyping(Account account, ChatId chat) {
                                return super.startTyping(first(account), chat);
                            }

                            @Override
                            public SessionLook session(Account account) {
                                return super.session(first(account));
                            }
                        };
        return away;
    }

    private static Account first(Account any) {
        return new Account(Simulation.NUMBER, any.accessToken());
    }

    /** Entries of that state are not committed, and whoever asked is told that they are. */
    static Switches doesNotCommit(Class<? extends CommandState> state) {
        var away = new Switches();
        away.journal =
                inner ->
                        new Mapping(inner) {
                            @Override
                            @Nullable CommandEntry map(CommandEntry entry) {
                                return state.isInstance(entry.state()) ? null : entry;
                            }
                        };
        return away;
    }

    /** Of a request's time-out and the settle time, so much is waited for. */
    static Switches waits(Duration requestTimeout, Duration settle) {
        var away = new Switches();
        away.settings =
                all ->
                        new DispatchSettings(
                                all.inDoubt(),
                                settle,
                                all.reconcileDeadline(),
                                all.clockSlack(),
                                all.sendBy(),
                                requestTimeout,
                                all.retryMaxElapsed(),
                                all.idLookup(),
                                all.dedupWindow(),
                                all.redriveWindow(),
                                all.deliveryDeadline(),
                                all.unknownInstanceGrace(),
                                all.maxConcurrentSends(),
                                all.maxConcurrentLooks());
        return away;
    }

    /** A monotonic clock that runs twenty times too fast. */
    static Switches waitsForNothing() {
        var away = new Switches();
        away.time =
                inner ->
                        new Time() {
                            @Override
                            public Instant now() {
                                return inner.now();
                            }

                            @Override
                            public long nanoTime() {
                                return inner.nanoTime() * 20;
                            }

                            @Override
                            public void sleep(Duration duration) throws InterruptedException {
                                inner.sleep(duration);
                            }

                            @Override
                            public Alarm after(Duration delay, Runnable task) {
                                return inner.after(delay, task);
                            }
                        };
        return away;
    }

    /** Every command stands in a lane of its own, whatever its chat. */
    static Switches hasNoLanes() {
        var away = new Switches();
        away.ticket = ticket -> ((ManualTicket) ticket).alone();
        return away;
    }

    /** A new owner knows nothing of messages that were sent. */
    static Switches restoresNothingSent() {
        var away = new Switches();
        away.restored = all -> new Restored(all.open(), List.of(), List.of(), all.instances());
        return away;
    }

    /** A new owner knows of sent messages only while they are followed. */
    static Switches restoresOnlyWhatIsFollowed() {
        var away = new Switches();
        away.restored =
                all -> new Restored(all.open(), all.followed(), all.followed(), all.instances());
        return away;
    }

    /** A new owner does not know of sends that were not found. */
    static Switches restoresNoLateCopies() {
        var away = new Switches();
        away.restored =
                all ->
                        new Restored(
                                all.open(),
                                all.followed().stream().map(Switches::found).toList(),
                                all.recent().stream().map(Switches::found).toList(),
                                all.instances());
        return away;
    }

    private static CommandEntry found(CommandEntry entry) {
        if (!(entry.state() instanceof CommandState.Sent sent)) {
            return entry;
        }
        Attempts attempts = sent.attempts();
        var clear = new Attempts(attempts.begun(), 0, attempts.first());
        return entry.ended(
                new CommandState.Sent(
                        clear, sent.messageId(), sent.ack(), sent.sentAt(), sent.isFinal()),
                Objects.requireNonNull(entry.forgetAfter()));
    }

    /** A new owner knows nothing of the sends of its numbers. */
    static Switches restoresNoPace() {
        var away = new Switches();
        away.restored =
                all ->
                        new Restored(
                                all.open(),
                                all.followed(),
                                all.recent(),
                                all.instances().stream()
                                        .map(entry -> InstanceEntry.fresh(entry.instanceId()))
                                        .toList());
        return away;
    }

    /** Every record is let in as the first of its key. */
    static Switches letsEverythingIn() {
        var away = new Switches();
        away.admission =
                inner ->
                        new Admission() {
                            @Override
                            public Verdict judge(Arrival arrival, @Nullable CommandEntry known) {
                                var first =
                                        new Arrival(
                                                arrival.command(),
                                                arrival.source(),
                                                arrival.original(),
                                                new Run(arrival.run().number(), true, null),
                                                arrival.trace(),
                                                arrival.sequence(),
                                                arrival.readAt());
                                return inner.judge(first, null);
                            }

                            @Override
                            public List<Publication> unreadable(
                                    Source source,
                                    Original original,
                                    Run run,
                                    Trace trace,
                                    Decoding.Invalid why,
                                    Instant now) {
                                return inner.unreadable(source, original, run, trace, why, now);
                            }
                        };
        return away;
    }

    /** A journal that changes, or drops, entries on their way. */
    private abstract static class Mapping implements Journal {
        private final Journal inner;

        Mapping(Journal inner) {
            this.inner = inner;
        }

        abstract @Nullable CommandEntry map(CommandEntry entry);

        @Override
        public void append(Tenure tenure, Append append) throws TenureEnded, InterruptedException {
            List<CommandEntry> kept =
                    append.commands().stream()
                            .map(this::map)
                            .filter(Objects::nonNull)
                            .map(Objects::requireNonNull)
                            .toList();
            if (!kept.isEmpty() || append.instance() != null) {
                inner.append(tenure, new Append(kept, append.instance(), append.publications()));
            }
        }

        @Override
        public LoadedCommand read(Ticket ticket) throws TenureEnded, InterruptedException {
            return inner.read(ticket);
        }
    }

    /** A gateway that hands everything on. */
    private static class Passing implements MessageGateway {
        private final MessageGateway inner;

        Passing(MessageGateway inner) {
            this.inner = inner;
        }

        @Override
        public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
                throws InterruptedException {
            return inner.send(account, command, mayWrite);
        }

        @Override
        public TypingResult startTyping(Account account, ChatId chat) {
            return inner.startTyping(account, chat);
        }

        @Override
        public TypingResult stopTyping(Account account, ChatId chat) {
            return inner.stopTyping(account, chat);
        }

        @Override
        public SessionLook session(Account account) {
            return inner.session(account);
        }

        @Override
        public Receipt receipt(Account account, ChatId chat, MessageId message) {
            return inner.receipt(account, chat, message);
        }

        @Override
        public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
            return inner.messages(account, chat, offset, limit);
        }
    }
}
