package io.wawp.sandbox.wawp;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which calls go otherwise than usual, and how. Immutable: each method returns a rule that differs
 * in one point.
 *
 * <pre>{@code
 * FaultRule.sends().chat("447441429009").first(2).then(FaultAction.reset()).recorded()
 * FaultRule.on(Operation.TEXT).containing("hello").nth(3).then(Answers.upstreamError(500))
 * }</pre>
 *
 * @param operations the operations it is about
 * @param matches further conditions on the call, all of which must hold
 * @param which which of the matching calls
 * @param action what happens instead
 * @param recording whether a send's message gets into its chat; empty: as the action has it
 * @param delay how long the answer waits; a message is recorded before
 * @param effectAfter how long after the call the message is sent, as by a queue
 * @param visibleAfter how long after sending the message shows in listings and look-ups
 * @param acks the acks of the message; empty: the simulator's
 */
public record FaultRule(
        Set<Operation> operations,
        Predicate<Call> matches,
        Which which,
        FaultAction action,
        Optional<Boolean> recording,
        Duration delay,
        Duration effectAfter,
        Duration visibleAfter,
        Optional<AckSchedule> acks) {

    /** Which of the calls that match, counted from 1 by each rule for itself. */
    public sealed interface Which {
        record All() implements Which {}

        record First(int count) implements Which {}

        record Nth(int number) implements Which {}

        default boolean includes(int number) {
            return switch (this) {
                case All all -> true;
                case First first -> number <= first.count();
                case Nth nth -> number == nth.number();
            };
        }
    }

    public FaultRule {
        operations = Set.copyOf(operations);
    }

    /** Calls of these operations. */
    public static FaultRule on(Operation first, Operation... more) {
        return about(EnumSet.of(first, more));
    }

    /** Every call that sends a message. */
    public static FaultRule sends() {
        EnumSet<Operation> sends = EnumSet.allOf(Operation.class);
        sends.removeIf(operation -> !operation.isSend());
        return about(sends);
    }

    /** Every look at one message or at a chat's messages. */
    public static FaultRule lookUps() {
        return on(Operation.MESSAGE, Operation.CHAT_MESSAGE, Operation.CHAT_MESSAGES);
    }

    /** Every call. */
    public static FaultRule calls() {
        return about(EnumSet.allOf(Operation.class));
    }

    private static FaultRule about(Set<Operation> operations) {
        return new FaultRule(
                operations,
                call -> true,
                new Which.All(),
                new FaultAction.Usual(),
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty());
    }

    /** Only calls of one instance. */
    public FaultRule instance(String instanceId) {
        return matching(call -> call.instanceId().equals(instanceId));
    }

    /** Only calls about one chat, named in any form. */
    public FaultRule chat(String chatId) {
        String normal = Chats.normal(chatId);
        return matching(call -> call.chatId().equals(normal));
    }

    /** Only messages (captions, questions) that contain a text. */
    public FaultRule containing(String text) {
        return matching(call -> call.text().contains(text));
    }

    /** Only messages (captions, questions) in which a regular expression finds something. */
    public FaultRule finding(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return matching(call -> pattern.matcher(call.text()).find());
    }

    /** Only calls for which this holds too; the call's own result is not known then. */
    public FaultRule matching(Predicate<Call> more) {
        return new FaultRule(
                operations,
                matches.and(more),
                which,
                action,
                recording,
                delay,
                effectAfter,
                visibleAfter,
                acks);
    }

    /** Only the nth matching call, from 1. */
    public FaultRule nth(int number) {
        return which(new Which.Nth(number));
    }

    /** Only the first so many matching calls. */
    public FaultRule first(int count) {
        return which(new Which.First(count));
    }

    private FaultRule which(Which other) {
        return new FaultRule(
                operations,
                matches,
                other,
                action,
                recording,
                delay,
                effectAfter,
                visibleAfter,
                acks);
    }

    public FaultRule then(FaultAction other) {
        return new FaultRule(
                operations,
                matches,
                which,
                other,
                recording,
                delay,
                effectAfter,
                visibleAfter,
                acks);
    }

    /** The message gets into the chat, whatever the answer says. */
    public FaultRule recorded() {
        return recording(true);
    }

    /** The message does not get into the chat, whatever the answer says. */
    public FaultRule unrecorded() {
        return recording(false);
    }

    private FaultRule recording(boolean really) {
        return new FaultRule(
                operations,
                matches,
                which,
                action,
                Optional.of(really),
                delay,
                effectAfter,
                visibleAfter,
                acks);
    }

    /** What happens, happens so much later; a message is recorded at once nevertheless. */
    public FaultRule after(Duration wait) {
        return new FaultRule(
                operations,
                matches,
                which,
                action,
                recording,
                wait,
                effectAfter,
                visibleAfter,
                acks);
    }

    /** The message is sent only so much later, and bears that time. */
    public FaultRule takesEffectAfter(Duration wait) {
        return new FaultRule(
                operations, matches, which, action, recording, delay, wait, visibleAfter, acks);
    }

    /** The message shows in listings and look-ups only so much later. */
    public FaultRule visibleAfter(Duration wait) {
        return new FaultRule(
                operations, matches, which, action, recording, delay, effectAfter, wait, acks);
    }

    /** The message's acks go their own way. */
    public FaultRule acks(AckSchedule schedule) {
        return new FaultRule(
                operations,
                matches,
                which,
                action,
                recording,
                delay,
                effectAfter,
                visibleAfter,
                Optional.of(schedule));
    }

    boolean isAbout(Call call) {
        return operations.contains(call.operation()) && matches.test(call);
    }

    boolean recordsMessage() {
        return recording.orElse(action.recordsMessage());
    }

    @Override
    public String toString() {
        return Arrays.toString(operations.stream().sorted().toArray())
                + " "
                + which
                + " -> "
                + action.label()
                + (delay.isZero() ? "" : " after " + delay)
                + (recordsMessage() ? ", recorded" : ", not recorded");
    }
}
