package io.wawp.dispatcher.delivery;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.CommandEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One look at a chat: whether it may be called, what that showed, what there is to tell of it, and
 * when to look next. Blocks; keeps nothing between looks.
 */
final class ChatLooker {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);

    private final DeliverySettings settings;
    private final LookTimes times;
    private final ChatReader reader;
    private final Function<InstanceId, Optional<Account>> accounts;
    private final Predicate<InstanceId> callable;
    private final TroubleListener troubles;
    private final Supplier<Instant> clock;

    ChatLooker(
            DeliverySettings settings,
            ChatReader reader,
            Function<InstanceId, Optional<Account>> accounts,
            Predicate<InstanceId> callable,
            TroubleListener troubles,
            Supplier<Instant> clock) {
        this.settings = settings;
        this.times = new LookTimes(settings);
        this.reader = reader;
        this.accounts = accounts;
        this.callable = callable;
        this.troubles = troubles;
        this.clock = clock;
    }

    /** Whether Wawp could be asked. */
    enum Reach {
        NOT_CALLED,
        ANSWERED,
        OUT_OF_REACH
    }

    /**
     * What came of a look.
     *
     * @param news to be journaled
     * @param nextLooks of the messages that were due and could be asked for
     */
    record Look(Reach reach, Map<Followed, News> news, Map<Followed, Instant> nextLooks) {}

    Look look(InstanceId instanceId, Batch batch) {
        Optional<Account> account = accounts.apply(instanceId);
        if (account.isEmpty() || batch.paused() || !callable.test(instanceId)) {
            var nothing = new ChatReader.Answer();
            return new Look(Reach.NOT_CALLED, news(batch, nothing, clock.get()), Map.of());
        }
        ChatReader.Answer answer = reader.look(account.get(), batch.due(), batch.others());
        Instant now = clock.get();
        if (answer.trouble != null) {
            troubles.inTrouble(instanceId, answer.trouble);
        }
        Map<Followed, Instant> nextLooks = new LinkedHashMap<>();
        batch.due().forEach(message -> nextLooks.put(message, next(message, answer, now)));
        return new Look(
                answer.isOver() ? Reach.OUT_OF_REACH : Reach.ANSWERED,
                news(batch, answer, now),
                nextLooks);
    }

    private Instant next(Followed message, ChatReader.Answer answer, Instant now) {
        if (!answer.unanswered.contains(message)) {
            message.tries = 0;
            return times.next(message.sentAt, now);
        }
        return now.plus(FIRST_RETRY.multipliedBy(1L << Math.min(message.tries++, 7)));
    }

    /** What there is to journal; messages that are at their end come to it here. */
    private Map<Followed, News> news(Batch batch, ChatReader.Answer answer, Instant now) {
        Map<Followed, News> all = new LinkedHashMap<>();
        for (Followed message : batch.all()) {
            Optional<News> seen =
                    News.seen(
                            message.entry,
                            answer.ids.get(message),
                            answer.acks.get(message),
                            now,
                            settings);
            seen.ifPresent(news -> all.put(message, news));
            boolean over = !now.isBefore(times.deadline(message.sentAt));
            if (over && !seen.map(News::isFinal).orElse(false)) {
                CommandEntry last = seen.map(News::entry).orElse(message.entry);
                all.put(message, News.atEnd(last, now, settings));
            }
        }
        return all;
    }
}
