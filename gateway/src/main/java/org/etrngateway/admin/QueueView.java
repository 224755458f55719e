package org.etrngateway.admin;

/**
 * The queue as a whole, as an operator sees it. Immutable.
 *
 * @param acceptance whether new mail is taken, in lower case
 * @param behind durable changes that are not yet in the index; a start after a kill has to make up for them
 */
public record QueueView(String acceptance, int behind) {}
