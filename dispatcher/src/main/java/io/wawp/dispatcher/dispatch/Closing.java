package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Time;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Journals how a walk ends, or that its command waits, and remembers what that means for others: a
 * gate that opens or closes, a message in the chat that is not theirs. Each method returns when it
 * is committed. Stateless, thread-safe.
 */
final class Closing {
    private final DispatchRoles roles;
    private final Endings endings;
    private final Time time;

    Closing(DispatchRoles roles, Endings endings) {
        this.roles = roles;
        this.endings = endings;
        this.time = roles.time();
    }

    /** It is sent, and is followed from now on. */
    Fate sent(Step step, Append append) throws TenureEnded, InterruptedException, EntryTooLarge {
        writeProof(step, append);
        CommandEntry entry = append.commands().getFirst();
        if (entry.state() instanceof CommandState.Sent sent) {
            int nameless = sent.messageId() == null ? 1 : 0;
            remember(step, entry, sent.messageId(), nameless, sent.attempts().unclear());
        }
        Endings.count(roles.meters(), append);
        roles.follower().follow(step.line().holding().tenure(), entry);
        return Fate.OVER;
    }

    Fate expire(Step step, Attempts attempts)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return end(step, endings.expired(step.entry(), attempts, time.now()));
    }

    /** It ends without being sent, as far as is known. */
    Fate end(Step step, Append append) throws TenureEnded, InterruptedException, EntryTooLarge {
        boolean opened = step.passage().answer instanceof SendResult.Refused && opensGate(step);
        Endings.writeWhatFits(append, fitting -> write(step, fitting, opened));
        CommandEntry ended = append.commands().getFirst();
        int mayBeThere =
                ended.state() instanceof CommandState.Ended state ? state.mayBeInChat() : 0;
        remember(step, ended, null, 0, mayBeThere);
        Endings.count(roles.meters(), append);
        return Fate.OVER;
    }

    /** Journals that it was not sent and waits, before it does. */
    Fate waitFor(Step step, Attempts attempts, Instant notBefore, OutcomeError error)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.write(
                Append.of(step.entry().open(new CommandState.Waiting(attempts, notBefore, error))));
        step.passage().answer = null;
        withdraw(step, attempts);
        return new Fate.Again(notBefore);
    }

    /** The last send did not happen; an earlier one may all the same. */
    void withdraw(Step step, Attempts attempts) {
        if (attempts.unclear() == 0) {
            step.line().sends().withdrawn(step.entry());
        }
    }

    /** No record of the journal holds its next state: the one way out needs the smallest. */
    Fate tooLarge(Step step) throws TenureEnded, InterruptedException {
        if (step.passage().answer instanceof SendResult.Accepted) {
            throw new IllegalStateException("what is sent does not fit a record");
        }
        Attempts attempts = step.passage().attempts;
        if (attempts == null) {
            attempts = step.entry().state().attempts();
        }
        try {
            return end(step, endings.tooLarge(step.entry(), attempts, time.now()));
        } catch (EntryTooLarge e) {
            throw new IllegalStateException("an ending does not fit a record", e);
        }
    }

    /** Whether the call that it ended, which showed that the number can send, opened its gate. */
    private boolean opensGate(Step step) {
        boolean opened = step.line().spendProbe(step.passage()) && step.line().gate().proven();
        if (opened) {
            roles.meters().resumed();
        }
        return opened;
    }

    /** Writes what followed from a call that showed that the number can send. */
    void writeProof(Step step, Append append)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        write(step, append, opensGate(step));
    }

    private static void write(Step step, Append append, boolean opened)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        if (opened) {
            step.line().ledger().writeWithInstance(append, InstanceEvent.State.RESUMED);
        } else {
            step.write(append);
        }
    }

    /** A call showed that the number cannot send. */
    void closeGate(Step step, OutcomeError error, @Nullable Append append)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line().spendProbe(step.passage());
        step.line().closeGate(error, append);
    }

    private void remember(
            Step step, CommandEntry ended, @Nullable MessageId id, int nameless, int lateCopies) {
        Content content = step.loaded().command().content();
        step.line().sends().over(ended, content, id, nameless, lateCopies, time.now());
    }
}
