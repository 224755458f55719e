package org.etrngateway.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MessageId;

/**
 * Which message was in flight when a site last failed. A site's failure counts no attempt, so a message
 * that itself makes the site fail would come first for ever, and nothing behind it would be delivered.
 * Thread-safe.
 */
final class Suspects {
    private final Map<SiteName, MessageId> last = new ConcurrentHashMap<>();

    /** Notes a failure; true if the one before met the same message. */
    boolean isAgain(SiteName site, MessageId id) {
        return id.equals(last.put(site, id));
    }
}
