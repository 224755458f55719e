package org.etrngateway.queue;

/**
 * What a client calls a mail transaction, so that another connection can go on with it (RFC 1845 §3). The same
 * words from another client are another name: whoever guesses them gets nothing.
 *
 * @param client who the client is, as the gateway resolved it: never what the client says of itself
 * @param hello its name in EHLO
 * @param transId its name for the transaction; opaque, upper and lower case differ
 */
public record TransactionName(String client, String hello, String transId) {}
