package org.etrngateway.config;

import java.time.Duration;

/**
 * Bounds on what one client, one session and all together may ask for.
 *
 * @param messageSize octets of one message
 * @param recipients of one message
 * @param hops Received fields a message may have
 * @param connections open at once over all listeners
 * @param connectionsPerClient open at once from one address
 * @param messagesPerSession accepted in one session
 * @param errorsPerSession refused commands before 421
 * @param etrnPerSession ETRN commands in one session
 * @param etrnPerMinute ETRN commands from one address
 * @param sessions reverse sessions open at once over all sites
 * @param checkpoints messages of which what came is kept for clients that offer to go on (RFC 1845), and of which it
 *     is remembered that they came to their end
 * @param checkpointBytes octets of what is kept of all of them
 * @param loginFailures of one address, or for one account, before logins are refused
 * @param loginLock for how long
 * @param wishes what senders may want of the delivery
 */
public record LimitsConfig(
        long messageSize,
        int recipients,
        int hops,
        int connections,
        int connectionsPerClient,
        int messagesPerSession,
        int errorsPerSession,
        int etrnPerSession,
        int etrnPerMinute,
        int sessions,
        int checkpoints,
        long checkpointBytes,
        int loginFailures,
        Duration loginLock,
        WishesConfig wishes) {
    /** With the usual limits of logins and of what senders want. */
    public LimitsConfig(
            long messageSize,
            int recipients,
            int hops,
            int connections,
            int connectionsPerClient,
            int messagesPerSession,
            int errorsPerSession,
            int etrnPerSession,
            int etrnPerMinute,
            int sessions,
            int checkpoints,
            long checkpointBytes) {
        this(
                messageSize,
                recipients,
                hops,
                connections,
                connectionsPerClient,
                messagesPerSession,
                errorsPerSession,
                etrnPerSession,
                etrnPerMinute,
                sessions,
                checkpoints,
                checkpointBytes,
                10,
                Duration.ofMinutes(15),
                WishesConfig.STANDARD);
    }
}
