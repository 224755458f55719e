import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a site got of one set: each message must come once, for its recipient alone, with its octets behind the trace
 * header unaltered. Thread-safe.
 */
final class Receipts {
    private final String domain;
    /** By sender; made before the clock runs. */
    private final Map<String, byte[]> expected = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final StringBuilder faults = new StringBuilder();
    private long octets;
    private long last;

    Receipts(String domain, MailSet set) {
        this.domain = domain;
        for (int i = 0; i < set.size(); i++) {
            expected.put(MailSet.sender(i), set.message(domain, i));
        }
    }

    /** A whole message; {@code at} is when its last octet had come ({@link System#nanoTime}). */
    synchronized void stored(String sender, String recipients, byte[] content, long at) {
        byte[] message = expected.get(sender);
        if (message == null || !recipients.equals(MailSet.recipient(domain))) {
            fault("not of the set: from %s to %s".formatted(sender, recipients));
        } else if (!endsWith(content, message)) {
            fault("altered: " + sender);
        } else if (!seen.add(sender)) {
            fault("came twice: " + sender);
        } else {
            octets += content.length;
            last = at;
        }
        notifyAll();
    }

    private static boolean endsWith(byte[] content, byte[] end) {
        int from = content.length - end.length;
        return from >= 0 && Arrays.equals(content, from, content.length, end, 0, end.length);
    }

    private void fault(String what) {
        faults.append(what).append("; ");
    }

    /** Waits until all are there; false if that takes too long. */
    synchronized boolean await(long seconds) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (seen.size() < expected.size()) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0) {
                fault(seen.size() + " of " + expected.size() + " came in " + seconds + " s");
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Empty if all is as it should be. */
    synchronized String faults() {
        return faults.toString();
    }

    synchronized long octets() {
        return octets;
    }

    synchronized long last() {
        return last;
    }
}
