package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.TypingResult;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One worker's way to a simulated Wawp; thread-safe. */
final class SimulatedGateway implements MessageGateway {
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration TYPING_TROUBLE = Duration.ofMinutes(1);
    private static final Duration SLOW_LOOK = Duration.ofSeconds(20);

    private final SimulatedWorker worker;
    private final Simulation world;

    SimulatedGateway(SimulatedWorker worker, Simulation world) {
        this.worker = worker;
        this.world = world;
    }

    @Override
    public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
            throws InterruptedException {
        worker.sleep(world.wayOf(command).leases());
        worker.reach(Point.LEASED);
        Way way = world.takeWayOf(command);
        if (!way.isWritten()) {
            return way.answer(new MessageId("none"));
        }
        long allowed = world.time.nanos();
        if (!mayWrite.getAsBoolean()) {
            return new SendResult.Lapsed();
        }
        worker.reach(Point.ALLOWED);
        MessageId id = world.chats.write(worker.number, command, way, allowed);
        worker.reach(Point.WRITTEN);
        worker.sleep(way.answeredAfter());
        worker.reach(Point.ANSWERED);
        return way.answer(id);
    }

    @Override
    public TypingResult startTyping(Account account, ChatId chat) {
        try {
            worker.reach(Point.TYPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return switch (account.instanceId().equals(Simulation.WELL)
                ? Typings.SHOWN
                : world.plan.typing()) {
            case OFF, SHOWN -> new TypingResult.Shown();
            case NOT_SHOWN -> new TypingResult.NotShown(error(ReasonCode.WAWP_REJECTED));
            case IN_TROUBLE_AT_FIRST ->
                    isBefore(TYPING_TROUBLE)
                            ? new TypingResult.InstanceTrouble(
                                    error(ReasonCode.SESSION_NOT_WORKING))
                            : new TypingResult.Shown();
        };
    }

    @Override
    public TypingResult stopTyping(Account account, ChatId chat) {
        return new TypingResult.Shown();
    }

    @Override
    public SessionLook session(Account account) {
        if (account.instanceId().equals(Simulation.WELL)) {
            return new SessionLook.Working();
        }
        boolean listings = world.plan.listing() == Listing.IN_TROUBLE_AT_FIRST && isBefore(FIRST);
        boolean typing =
                world.plan.typing() == Typings.IN_TROUBLE_AT_FIRST && isBefore(TYPING_TROUBLE);
        return listings || typing
                ? new SessionLook.NotWorking(error(ReasonCode.SESSION_NOT_WORKING))
                : new SessionLook.Working();
    }

    @Override
    public Receipt receipt(Account account, ChatId chat, MessageId message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
        try {
            worker.reach(Point.BEFORE_LOOK);
            ChatLook look = look(account, chat, offset, limit);
            worker.reach(Point.AFTER_LOOK);
            return look;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ChatLook.Unreadable(error(ReasonCode.WAWP_UNREACHABLE));
        }
    }

    private ChatLook look(Account account, ChatId chat, int offset, int limit)
            throws InterruptedException {
        ChatLook.Page page = world.chats.page(chat, offset, limit);
        Listing listing =
                account.instanceId().equals(Simulation.WELL) ? Listing.WORKS : world.plan.listing();
        return switch (listing) {
            case WORKS -> page;
            case IS_SLOW -> {
                worker.sleep(SLOW_LOOK);
                yield page;
            }
            case FAILS_AT_FIRST ->
                    isBefore(FIRST)
                            ? new ChatLook.Unreadable(error(ReasonCode.WAWP_UPSTREAM_ERROR))
                            : page;
            case FAILS -> new ChatLook.Unreadable(error(ReasonCode.WAWP_UPSTREAM_ERROR));
            case IN_TROUBLE_AT_FIRST ->
                    isBefore(FIRST)
                            ? new ChatLook.InstanceTrouble(error(ReasonCode.SESSION_NOT_WORKING))
                            : page;
        };
    }

    private boolean isBefore(Duration time) {
        return world.time.nanos() < time.toNanos();
    }

    private static OutcomeError error(ReasonCode code) {
        return OutcomeError.of(code, "as the plan says");
    }
}
