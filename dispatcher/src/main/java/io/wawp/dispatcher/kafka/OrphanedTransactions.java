package io.wawp.dispatcher.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that workers of this stage left open when they were killed. Until such a one ends,
 * nobody can know the positions that it holds, and read-committed readers stand still before it;
 * left alone, it ends by its own time-out and the broker's clean-up, some 10 to 20 seconds after it
 * was begun. This ends it at once, by the broker's own means: its producer is fenced.
 *
 * <p>Only producers are fenced whose worker is no member of its group. Such a worker may live and
 * have been too slow for its group: then nothing that it still has open could be committed anyway,
 * and it joins anew with a new producer. Safe for use by any thread.
 */
public final class OrphanedTransactions {
    private static final Logger log = LoggerFactory.getLogger(OrphanedTransactions.class);
    private static final int PATIENCE_MS = 5_000;

    private final Admin admin;
    private final String prefix;
    private final String suffix;
    private final String own;

    /**
     * @param admin stays the caller's, who closes it
     * @param groupId of the deployment
     * @param stage whose transactions
     * @param own the transactional id of the worker that asks
     */
    OrphanedTransactions(Admin admin, String groupId, String stage, String own) {
        this.admin = admin;
        this.prefix = groupId + "-";
        this.suffix = "-" + stage;
        this.own = own;
    }

    /**
     * Ends what is open and nobody's. Blocks for some milliseconds, at most some seconds. A cluster
     * that does not let us is told of in the log, and the transactions' time-outs do it later.
     */
    public void end() throws InterruptedException {
        try {
            Set<String> open = open();
            if (open.isEmpty()) {
                return;
            }
            open.removeAll(living(open));
            if (!open.isEmpty()) {
                admin.fenceProducers(open, new FenceProducersOptions().timeoutMs(PATIENCE_MS))
                        .all()
                        .get();
                log.info("Ended what workers that are gone left open: {}", open);
            }
        } catch (ExecutionException | KafkaException e) {
            log.warn(
                    "Transactions of workers that are gone cannot be ended, so their time-out is"
                            + " waited for: {}. If access is denied, allow this user to describe"
                            + " and write the transactional ids that begin with {}",
                    String.valueOf(e.getCause() == null ? e : e.getCause()),
                    prefix);
        }
    }

    private Set<String> open() throws ExecutionException, InterruptedException {
        Collection<TransactionListing> listed =
                admin.listTransactions(
                                new ListTransactionsOptions()
                                        .filterStates(List.of(TransactionState.ONGOING))
                                        .timeoutMs(PATIENCE_MS))
                        .all()
                        .get();
        Set<String> ours = new HashSet<>();
        for (TransactionListing each : listed) {
            String id = each.transactionalId();
            if (id.startsWith(prefix) && id.endsWith(suffix) && !id.equals(own)) {
                ours.add(id);
            }
        }
        return ours;
    }

    /** Those whose worker is a member of its group. */
    private Set<String> living(Set<String> ids) throws ExecutionException, InterruptedException {
        Set<String> groups = new HashSet<>();
        ids.forEach(id -> groups.addAll(groupsOf(id)));
        Map<String, KafkaFuture<ConsumerGroupDescription>> described =
                admin.describeConsumerGroups(
                                groups, new DescribeConsumerGroupsOptions().timeoutMs(PATIENCE_MS))
                        .describedGroups();
        Set<String> living = new HashSet<>();
        for (KafkaFuture<ConsumerGroupDescription> group : described.values()) {
            try {
                group.get().members().forEach(member -> living.add(member.clientId()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
            }
        }
        return living;
    }

    /**
     * The groups that a worker with this transactional id may be a member of. Where one
     * deployment's name begins with another's, the id alone does not tell whose it is.
     */
    private List<String> groupsOf(String id) {
        List<String> groups = new ArrayList<>();
        String worker = id.substring(0, id.length() - suffix.length());
        for (int dash = prefix.length() - 1; dash > 0; dash = worker.indexOf('-', dash + 1)) {
            groups.add(worker.substring(0, dash) + suffix);
        }
        return groups;
    }
}
