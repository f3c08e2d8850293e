package faultline.load;

import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** How a message ended, as the character that stands for it in a ledger. */
enum Outcome {
    /** Never handed to the Kafka client. */
    NEVER('.'),
    /** Handed over, and nobody can say whether it is in the topic. */
    INDETERMINATE('?'),
    /** The brokers said that they have it. */
    ACKNOWLEDGED('+'),
    /** It is certainly not in the topic. */
    REFUSED('-');

    final byte mark;

    Outcome(char mark) {
        this.mark = (byte) mark;
    }

    /**
     * What a completion means.
     *
     * @param error null where there was none
     * @param buffered whether the client had taken the message: what failed before that, such as
     *     waiting for room or for the topic's partitions, was never sent to anybody
     */
    static Outcome of(Exception error, boolean buffered) {
        if (error == null) return ACKNOWLEDGED;
        if (!buffered) return REFUSED;
        return switch (error) {
            // A broker answers these the same way every time, so no earlier attempt can have
            // succeeded. That is not so for an authorisation: it can be taken away between two
            // attempts of which the first was stored and its answer lost.
            case RecordTooLargeException _, RecordBatchTooLargeException _ -> REFUSED;
            case InvalidTopicException _ -> REFUSED;
            default -> INDETERMINATE;
        };
    }
}
