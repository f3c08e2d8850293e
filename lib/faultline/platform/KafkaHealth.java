package faultline.platform;

import faultline.stack.Stack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a Kafka cluster whether it is whole. */
public final class KafkaHealth implements AutoCloseable {

    private static final String PROBE_TOPIC = "faultline-ready";
    private static final long ANSWER_SECONDS = 5;

    private final Admin admin;
    private final Stack stack;

    public KafkaHealth(Endpoints endpoints, Stack stack) {
        this.stack = stack;
        var client = endpoints.kafkaClient();
        client.put("request.timeout.ms", "2000");
        client.put("default.api.timeout.ms", "4000");
        client.put("reconnect.backoff.max.ms", "200");
        admin = Admin.create(client);
    }

    /**
     * Whether every broker is registered, every controller follows the quorum's leader, and every
     * partition of every topic has all its replicas in sync; a topic with a partition led by each
     * broker is made for that.
     *
     * @return what is still missing, empty when nothing is
     */
    public String missing() throws InterruptedException {
        try {
            var brokers = answer(admin.describeCluster().nodes()).size();
            if (brokers < stack.brokers())
                return "%d of %d brokers".formatted(brokers, stack.brokers());
            var quorum = answer(admin.describeMetadataQuorum().quorumInfo());
            var following = quorum.voters().stream().filter(v -> v.logEndOffset() >= 0).count();
            if (following < stack.controllers())
                return "%d of %d controllers".formatted(following, stack.controllers());
            if (!answer(admin.listTopics().names()).contains(PROBE_TOPIC)) createProbe();
            var behind = underReplicated();
            return behind == 0 ? "" : behind + " partitions are not in sync";
        } catch (ExecutionException | TimeoutException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            return "no answer: " + cause.getClass().getSimpleName();
        }
    }

    /** The number of the broker that leads the metadata quorum. */
    public int controller() throws InterruptedException {
        try {
            return answer(admin.describeMetadataQuorum().quorumInfo()).leaderId();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no broker says who the controller is: " + e, e);
        }
    }

    /**
     * The number of the broker that leads the first partition of the topic that is always there.
     */
    public int leader() throws InterruptedException {
        try {
            return answer(admin.describeTopics(List.of(PROBE_TOPIC)).allTopicNames())
                    .get(PROBE_TOPIC)
                    .partitions()
                    .getFirst()
                    .leader()
                    .id();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no broker says who leads: " + e, e);
        }
    }

    /** Partitions that lack a leader or a replica in sync, over all topics. */
    public long underReplicated()
            throws InterruptedException, ExecutionException, TimeoutException {
        var topics = answer(admin.listTopics().names());
        Collection<TopicDescription> descriptions =
                answer(admin.describeTopics(topics).allTopicNames()).values();
        return descriptions.stream()
                .flatMap(t -> t.partitions().stream())
                .filter(p -> p.leader() == null || p.isr().size() < p.replicas().size())
                .count();
    }

    /** The client, for what else there is to ask. */
    public Admin admin() {
        return admin;
    }

    private void createProbe() throws InterruptedException, ExecutionException, TimeoutException {
        var topic = new NewTopic(PROBE_TOPIC, stack.brokers(), (short) stack.replicationFactor());
        try {
            answer(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) throw e;
        }
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
