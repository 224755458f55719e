package org.etrngateway.queue.spool;

/** Holds the writer back while the index is too far behind. */
@FunctionalInterface
interface Throttle {
    void await();
}
