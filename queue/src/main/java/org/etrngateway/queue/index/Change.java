package org.etrngateway.queue.index;

import java.util.Optional;
import org.etrngateway.address.SiteName;

/**
 * What a row shall be from now on. Immutable.
 *
 * @param unit empty: there shall be no row
 * @param mayExist false if there is certainly no row yet
 */
public record Change(long id, SiteName site, Optional<Unit> unit, boolean mayExist) {}
