package org.etrngateway.scheduler;

import java.time.Instant;
import org.etrngateway.config.BudgetConfig;

/**
 * A time in which a site may be called. Immutable.
 *
 * @param since when the last of its windows opened
 * @param until when the last of its windows closes, as far as they are open at {@code since}
 * @param large true if one of its windows lets large messages go
 * @param budget what the window that opened last may take of the line
 */
public record Opening(Instant since, Instant until, boolean large, BudgetConfig.Limit budget) {}
