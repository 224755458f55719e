package org.etrngateway.admin;

/**
 * What became of the wish to flush a site.
 *
 * @param outcome empty, started, running or refused
 * @param waiting messages not yet final
 * @param reason why it was refused; empty if it was not
 */
public record FlushAnswer(String site, String outcome, long waiting, String reason) {}
