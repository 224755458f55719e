package org.etrngateway.admin;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param next what to give as {@code after} for the next page; empty on the last
 */
public record MessagePage(List<MessageView> messages, Optional<String> next) {}
