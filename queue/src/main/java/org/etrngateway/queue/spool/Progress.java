package org.etrngateway.queue.spool;

/** Told how far a long work on a spool has come; often, so it must be quick. */
@FunctionalInterface
public interface Progress {
    /** For those who do not ask. */
    Progress NONE = (done, total) -> {};

    /**
     * @param done octets
     * @param total octets, as far as that is known now
     */
    void at(long done, long total);
}
