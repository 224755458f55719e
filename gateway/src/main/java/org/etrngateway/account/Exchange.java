package org.etrngateway.account;

/** One login with one SASL mechanism, as the server sees it (RFC 4422 §3). Belongs to one thread. */
public interface Exchange {
    /**
     * Begins. Of mechanisms in which the client speaks first, the challenge is empty.
     *
     * @return what the client is to answer, unless it answers without being asked
     */
    byte[] challenge();

    /** True if the client speaks first: then its answer may stand in AUTH itself (RFC 4954 §4). */
    boolean isClientFirst();

    /** Takes an answer. Not to be called once it has made anything but a {@link Step.Challenge}. */
    Step answer(byte[] answer);
}
