package org.etrngateway.admin;

import java.util.function.Supplier;

/**
 * What the HTTP interface has to offer.
 *
 * @param operations about sites
 * @param mail about messages
 * @param figures those of the moment, for a monitoring system
 */
public record Offer(Operations operations, HeldMail mail, Supplier<String> figures) {}
