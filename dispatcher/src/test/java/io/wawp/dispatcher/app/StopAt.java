package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.journal.JournalClients;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.TypingResult;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A point at which a worker stands still: whoever of its threads comes there tells the test and
 * waits until it is interrupted, as all threads of a worker are that is halted. None goes on.
 */
final class StopAt {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    /** Blocks the test until a thread of the worker stands at the point. */
    void awaitReached() throws InterruptedException {
        if (!reached.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker never came to the point");
        }
    }

    boolean isReached() {
        return reached.getCount() == 0;
    }

    private void here() throws InterruptedException {
        reached.countDown();
        never.await();
    }

    /** Everything of a transaction with such a record is written, and it is not committed. */
    Hooks beforeCommitOf(Predicate<ProducerRecord<byte[], byte[]>> record) {
        UnaryOperator<JournalClients> clients =
                real ->
                        new ProducerWatch(real) {
                            @Override
                            void beforeCommit(java.util.List<ProducerRecord<byte[], byte[]>> all) {
                                if (all.stream().anyMatch(record)) {
                                    try {
                                        here();
                                    } catch (InterruptedException e) {
                                        throw new InterruptException(e);
                                    }
                                }
                            }
                        };
        return new Hooks(UnaryOperator.identity(), UnaryOperator.identity(), clients);
    }

    /** Whether a record is an entry of the journal with that state. */
    static Predicate<ProducerRecord<byte[], byte[]>> entry(String journalTopic, String state) {
        return record ->
                record.topic().equals(journalTopic)
                        && record.value() != null
                        && new String(record.value(), UTF_8).contains("\"is\":\"" + state + "\"");
    }

    /** Its command is journaled and was let through; nothing was done for it yet. */
    Hooks beforeReading() {
        return journal(real ->
                new Journal() {
                    @Override
                    public void append(Tenure tenure, Append append)
                            throws TenureEnded, InterruptedException {
                        real.append(tenure, append);
                    }

                    @Override
                    public LoadedCommand read(Ticket ticket) throws InterruptedException {
                        here();
                        throw new AssertionError("nobody goes on from here");
                    }
                });
    }

    /** Such an append is durable, and whoever waited for it has not heard of it. */
    Hooks afterAppend(Predicate<Append> which) {
        return journal(real ->
                new Journal() {
                    @Override
                    public void append(Tenure tenure, Append append)
                            throws TenureEnded, InterruptedException {
                        real.append(tenure, append);
                        if (which.test(append)) {
                            here();
                        }
                    }

                    @Override
                    public LoadedCommand read(Ticket ticket)
                            throws TenureEnded, InterruptedException {
                        return real.read(ticket);
                    }
                });
    }

    private static Hooks journal(UnaryOperator<Journal> around) {
        return new Hooks(around, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** The typing indicator is shown. */
    Hooks whileTyping() {
        return gateway(real ->
                new GatewayWatch(real) {
                    @Override
                    public TypingResult startTyping(
                            Account account, io.wawp.common.command.ChatId chat) {
                        TypingResult shown = super.startTyping(account, chat);
                        try {
                            here();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return shown;
                    }
                });
    }

    /** Its SENDING is durable, and not a byte is written. */
    Hooks beforeSending() {
        return gateway(real ->
                new GatewayWatch(real) {
                    @Override
                    public SendResult send(
                            Account account,
                            io.wawp.common.command.SendCommand command,
                            BooleanSupplier mayWrite)
                            throws InterruptedException {
                        here();
                        return super.send(account, command, mayWrite);
                    }
                });
    }

    /** The answer is read, and nothing is made of it. */
    Hooks afterSending() {
        return gateway(real ->
                new GatewayWatch(real) {
                    @Override
                    public SendResult send(
                            Account account,
                            io.wawp.common.command.SendCommand command,
                            BooleanSupplier mayWrite)
                            throws InterruptedException {
                        SendResult answer = super.send(account, command, mayWrite);
                        here();
                        return answer;
                    }
                });
    }

    private static Hooks gateway(UnaryOperator<MessageGateway> around) {
        return new Hooks(UnaryOperator.identity(), around, UnaryOperator.identity());
    }
}
