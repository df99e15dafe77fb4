package io.wawp.dispatcher.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.Tenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();
    private final AtomicInteger wakeUps = new AtomicInteger();

    MailboxTest() {
        mailbox.wakeUpWith(wakeUps::incrementAndGet);
    }

    @Test
    void wakesASleeperOnceHoweverManyKnock() {
        assertTrue(mailbox.fallAsleep());

        mailbox.knock();
        mailbox.post(append());

        assertEquals(1, wakeUps.get());
    }

    @Test
    void wakesNobodyWhoIsAwake() {
        mailbox.post(append());
        assertTrue(mailbox.drain(10).size() == 1 && mailbox.fallAsleep());
        mailbox.awake();
        mailbox.knock();

        assertEquals(0, wakeUps.get());
    }

    @Test
    void letsNobodySleepWhoHasNotSeenAKnock() {
        mailbox.knock();
        assertFalse(mailbox.fallAsleep());

        mailbox.drain(10);
        assertTrue(mailbox.fallAsleep());
    }

    @Test
    void givesOutInOrderAndNoMoreThanAskedFor() {
        List<PendingAppend> posted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            PendingAppend append = append();
            posted.add(append);
            mailbox.post(append);
        }

        assertEquals(posted.subList(0, 3), mailbox.drain(3));
        assertFalse(mailbox.isEmpty());
        assertEquals(posted.subList(3, 5), mailbox.drain(3));
        assertTrue(mailbox.isEmpty());
    }

    @Test
    @Timeout(20)
    void losesNoKnockBetweenLookingAndSleeping() throws InterruptedException {
        var woken = new Semaphore(0);
        mailbox.wakeUpWith(woken::release);
        int rounds = 20_000;
        Thread poster =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < rounds; i++) {
                                mailbox.post(append());
                            }
                        });

        int taken = 0;
        while (taken < rounds) {
            taken += mailbox.drain(7).size();
            if (mailbox.isEmpty() && mailbox.fallAsleep()) {
                if (taken < rounds) {
                    assertTrue(
                            woken.tryAcquire(10, TimeUnit.SECONDS),
                            "asleep, although something was posted");
                }
                mailbox.awake();
            }
            woken.drainPermits();
        }
        poster.join();
    }

    @Test
    @Timeout(20)
    void endsAWaitInsideARebalanceAtAKnock() throws InterruptedException {
        Thread knocker = Thread.ofPlatform().unstarted(mailbox::knock);
        knocker.start();

        mailbox.awaitKnock(Duration.ofHours(1));

        knocker.join();
        mailbox.drain(1);
        assertTrue(mailbox.fallAsleep());
        mailbox.knock();
        assertEquals(1, wakeUps.get(), "woken as before again");
    }

    private static PendingAppend append() {
        return new PendingAppend(
                new Tenure(0, 1), List.of(), List.of(), "d", (command, offset) -> {});
    }
}
