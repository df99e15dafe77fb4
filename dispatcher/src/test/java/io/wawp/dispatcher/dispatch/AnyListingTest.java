package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Answer;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Call;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Shown;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many commands with few texts in few chats; answers get lost, messages come late, show up late or
 * never, people write the same by hand, workers die, and the chats are listed in any order, by
 * pages of any size, by a clock that is off, and at times not at all.
 */
class AnyListingTest {
    private static final int COMMANDS = 40;
    private static final int CHATS = 3;

    /** What shows up later than this after it was sent may be sent again. */
    private static final Duration PROMPT = Duration.ofSeconds(60);

    @Test
    void noMessageIsClaimedTwiceNorByWhoDidNotSendItNorSentAgainWhileItIsThere() {
        tryWorlds(25);
    }

    @Test
    @Tag("long")
    void noMessageIsClaimedTwiceNorByWhoDidNotSendItInManyMoreWorlds() {
        tryWorlds(1_500);
    }

    private static void tryWorlds(int worlds) {
        long first = Long.getLong("seed", System.nanoTime());
        for (int i = 0; i < worlds; i++) {
            long seed = first + i;
            System.out.println("seed " + seed);
            try (var one = new OneWorld(seed)) {
                one.live();
                one.check();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class OneWorld implements AutoCloseable {
        private final Random random;
        private final World world = new World();
        private final Set<String> byHand = new HashSet<>();
        private final Set<String> accepted = new HashSet<>();
        private final Map<String, MessageId> found = new HashMap<>();
        private final Duration clock;
        private final int order;
        private final int most;
        private int people;

        OneWorld(long seed) {
            random = new Random(seed);
            clock = Duration.ofSeconds(random.nextInt(-110, 111));
            order = random.nextInt(4);
            most = random.nextBoolean() ? 50 : random.nextInt(3, 30);
            world.gateway.lists(this::list);
        }

        void live() {
            for (int i = 0; i < COMMANDS; i++) {
                String id = "c" + i;
                script(id);
                world.order(id, random.nextInt(CHATS)).text(text()).admit();
                if (random.nextInt(3) == 0) {
                    world.run(Duration.ofMillis(random.nextInt(120_000)));
                    nameTheNameless();
                }
                if (random.nextInt(8) == 0) {
                    writeByHand();
                }
                if (random.nextInt(15) == 0) {
                    world.crash();
                    world.run(Duration.ofMillis(random.nextInt(90_000)));
                    world.takeOver();
                }
            }
            for (int i = 0; i < 40; i++) {
                world.run(Duration.ofMinutes(i));
                nameTheNameless();
            }
        }

        private String text() {
            return "text " + random.nextInt(2);
        }

        private void script(String id) {
            for (int attempt = 0; attempt < 2; attempt++) {
                Duration hidden = Duration.ofSeconds(random.nextInt(60));
                Duration late = Duration.ofSeconds(random.nextInt(600));
                switch (random.nextInt(10)) {
                    case 0 -> say(id, unclear());
                    case 1 -> say(id, unclear().arriving().hidden(hidden));
                    case 2 -> say(id, unclear().arrivingLate(late).hidden(hidden));
                    case 3 -> say(id, unclear().arriving());
                    case 4 -> {
                        say(id, nameless().arriving().hidden(hidden.multipliedBy(2)));
                        accepted.add(id);
                    }
                    case 5 -> {
                        say(id, random.nextInt(4) == 0 ? nameless() : nameless().arriving());
                        accepted.add(id);
                    }
                    case 6 ->
                            say(
                                    id,
                                    Answer.of(
                                            new SendResult.NotSent(
                                                    World.error(ReasonCode.WAWP_UPSTREAM_ERROR),
                                                    null)));
                    default -> {
                        say(id, named().hidden(hidden));
                        accepted.add(id);
                    }
                }
            }
        }

        private void say(String id, Answer answer) {
            world.gateway.answer(id, answer);
        }

        private Answer unclear() {
            return Answer.of(new SendResult.Unclear(World.error(ReasonCode.WAWP_UNREACHABLE)))
                    .taking(Duration.ofMillis(random.nextInt(30_000)));
        }

        private static Answer nameless() {
            return Answer.of(new SendResult.Accepted(null, 0));
        }

        private static Answer named() {
            return Answer.of(new SendResult.Accepted(new MessageId("any"), 0)).arriving();
        }

        private void writeByHand() {
            var id = new MessageId("true_4711@c.us_HAND" + people++);
            byHand.add(id.bare());
            world.gateway.show(
                    World.chat(random.nextInt(CHATS)),
                    new Shown(id, true, world.time.now(), 1, new Content.Text(text())));
        }

        /** As whoever follows deliveries does. */
        private void nameTheNameless() {
            Account account = Objects.requireNonNull(world.accounts.get(World.NUMBER)).account();
            for (CommandEntry followed : List.copyOf(world.followed)) {
                CommandEntry entry = world.journal.entry(followed.key());
                if (entry.state() instanceof CommandState.Sent sent && sent.messageId() == null) {
                    var command = world.journal.command(entry.key());
                    world.dispatcher
                            .findId(account, new LoadedCommand(entry, command))
                            .ifPresent(id -> {
                                String name = entry.commandId().value();
                                assertNull(found.put(name, id), name + " is named twice");
                                world.journal.admit(withId(entry, sent, id), command);
                            });
                }
            }
        }

        private static CommandEntry withId(
                CommandEntry entry, CommandState.Sent sent, MessageId id) {
            var named = new CommandState.Sent(sent.attempts(), id, 1, sent.sentAt(), true);
            return entry.ended(named, Objects.requireNonNull(entry.forgetAfter()));
        }

        // ---- how chats are listed

        private ChatLook list(List<Shown> messages, int offset, int limit) {
            if (random.nextInt(8) == 0) {
                return new ChatLook.Unreadable(World.error(ReasonCode.WAWP_UNREACHABLE));
            }
            List<ChatLook.SeenMessage> all = new ArrayList<>();
            messages.forEach(message -> all.add(listed(message)));
            switch (order) {
                case 0 -> Collections.reverse(all);
                case 1 -> {}
                case 2 -> Collections.shuffle(all, new Random(5));
                default -> Collections.shuffle(all, random);
            }
            int start = Math.min(offset, all.size());
            int end = Math.min(all.size(), start + Math.min(limit, most));
            return new ChatLook.Page(all.subList(start, end), start == end);
        }

        private ChatLook.SeenMessage listed(Shown shown) {
            String bare = shown.id().bare();
            MessageId id =
                    switch (random.nextInt(3)) {
                        case 0 -> new MessageId(bare);
                        case 1 -> new MessageId("true_4711@lid_" + bare);
                        default -> shown.id();
                    };
            Instant at = Objects.requireNonNull(shown.at()).plus(clock);
            boolean hand = byHand.contains(bare);
            return new ChatLook.SeenMessage() {
                @Override
                public MessageId id() {
                    return id;
                }

                @Override
                public boolean fromMe() {
                    return true;
                }

                @Override
                public Instant at() {
                    return at;
                }

                @Override
                public @Nullable Integer ack() {
                    return shown.ack();
                }

                @Override
                public boolean shows(Content content) {
                    return shown.shows(content);
                }

                @Override
                public ChatLook.Likeness likenessTo(Content content) {
                    if (!shows(content)) {
                        return ChatLook.Likeness.NONE;
                    }
                    return hand ? ChatLook.Likeness.DOUBTFUL : ChatLook.Likeness.SAME;
                }
            };
        }

        // ---- what must hold

        void check() {
            assertEquals(0, world.broken.get());
            Map<String, String> claims = new HashMap<>();
            Map<String, Outcome> ends = new HashMap<>();
            for (Outcome outcome : world.journal.outcomes()) {
                String id = Objects.requireNonNull(outcome.commandId()).value();
                assertNull(ends.put(id, outcome), id + " has two outcomes");
                claim(claims, id, outcome.messageId());
            }
            found.forEach((id, message) -> claim(claims, id, message));
            assertEquals(COMMANDS, ends.size());
            Set<String> delivered = new HashSet<>(world.gateway.delivered());
            ends.forEach((id, outcome) -> {
                boolean sent = outcome.status() == OutcomeStatus.SENT;
                assertTrue(
                        !sent || delivered.contains(id) || accepted.contains(id),
                        id + " is told as sent, and was not");
            });
            requireNoSecondSendOfWhatWasThere();
        }

        private void claim(Map<String, String> claims, String id, @Nullable MessageId message) {
            if (message != null) {
                String before = claims.put(message.bare(), id);
                assertTrue(
                        before == null || before.equals(id),
                        message + " is claimed by " + before + " and by " + id);
                assertEquals(id, world.gateway.ownerOf(message), message + " is not of " + id);
            }
        }

        /** I3: what came in time is found, or nobody can tell; but it is not sent again. */
        private void requireNoSecondSendOfWhatWasThere() {
            Map<MessageId, Instant> visible = world.gateway.visibleFrom();
            for (Call call : world.gateway.calls()) {
                visible.forEach((message, from) -> {
                    boolean own = call.command().value().equals(world.gateway.ownerOf(message));
                    boolean there = !from.plus(PROMPT).isAfter(call.at());
                    assertTrue(
                            !own || !there,
                            call
                                    + " was sent again though "
                                    + message
                                    + " was there since "
                                    + from);
                });
            }
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
