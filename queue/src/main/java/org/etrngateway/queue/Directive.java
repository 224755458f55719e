package org.etrngateway.queue;

import org.etrngateway.address.SiteName;

/** An operator's decision about a site or a unit. Each is a forced record. */
public sealed interface Directive {
    SiteName site();

    /** Who decided, for the record. */
    String by();

    /** No flush of the site starts until it is resumed; mail is still accepted. */
    record Pause(SiteName site, String by) implements Directive {}

    record Resume(SiteName site, String by) implements Directive {}

    /** The unit is not claimed, whatever triggers, until it is released; it still expires. */
    record Hold(MessageId id, SiteName site, String by) implements Directive {}

    record Release(MessageId id, SiteName site, String by) implements Directive {}

    /**
     * @param priority -9 to 9
     */
    record SetPriority(MessageId id, SiteName site, int priority, String by) implements Directive {}
}
