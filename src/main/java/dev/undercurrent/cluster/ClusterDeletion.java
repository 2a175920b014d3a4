package dev.undercurrent.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes consumer groups and topics of a cluster. Not thread-safe. */
public final class ClusterDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterDeletion.class);

    private static final Duration DELETING = Duration.ofSeconds(15);

    /** Beyond its session, for a member that has stopped to be none any more. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final long LOOK_MILLIS = 500;

    private final Admin admin;

    ClusterDeletion(Admin admin) {
        this.admin = admin;
    }

    /**
     * Deletes a group and its offsets, if there is one, whatever protocol its members spoke; waits for those that have
     * stopped to be no members any more.
     *
     * @param session how long a member that has stopped stays one, from which a broker that restarts counts anew
     * @throws ClusterException if it still has members then, or must not be deleted
     */
    public void deleteGroup(String group, Duration session) {
        Duration leaving = session.plus(MARGIN);
        long deadline = System.nanoTime() + leaving.toNanos();
        for (boolean waiting = false; ; waiting = true) {
            try {
                Cluster.result(admin.deleteConsumerGroups(List.of(group)).all());
                return;
            } catch (GroupIdNotFoundException e) {
                return;
            } catch (GroupNotEmptyException e) {
                if (System.nanoTime() >= deadline) {
                    throw new ClusterException(
                            "group " + group + ": members after " + leaving + " (expected: none); stop every instance"
                                    + " and run it again",
                            e);
                }
                if (!waiting) {
                    LOG.atInfo()
                            .addKeyValue("group", group)
                            .addKeyValue("session", session)
                            .log("waiting for its members, as a stopped one stays for its session");
                }
                Cluster.pause(LOOK_MILLIS);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                throw refused("group " + group, e);
            }
        }
    }

    /**
     * Deletes topics, and returns once they are gone.
     *
     * @throws ClusterException if one must not be deleted, or stays
     */
    public void deleteTopics(List<String> topics) {
        try {
            Cluster.result(admin.deleteTopics(topics).all());
            long deadline = System.nanoTime() + DELETING.toNanos();
            while (isAnyThere(topics)) {
                if (System.nanoTime() >= deadline) {
                    throw new ClusterException("topics: " + topics + " not gone after " + DELETING
                            + " (expected: deleted); look after the brokers and run it again");
                }
                Cluster.pause(LOOK_MILLIS);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw refused("topics " + topics, e);
        }
    }

    private boolean isAnyThere(List<String> topics) {
        Set<String> there = Cluster.result(admin.listTopics().names());
        return topics.stream().anyMatch(there::contains);
    }

    private static ClusterException refused(String what, KafkaException cause) {
        return new ClusterException(
                what + ": cannot be deleted (expected: the right to delete it): " + cause.getMessage()
                        + "; get that right and run it again",
                cause);
    }
}
