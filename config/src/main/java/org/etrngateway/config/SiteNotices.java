package org.etrngateway.config;

import java.util.Optional;
import org.etrngateway.wording.Language;

/**
 * What a site has otherwise than {@link NoticesConfig} has it. Immutable.
 *
 * @param delay empty: the general one, but never where the mode is only hold
 */
public record SiteNotices(Optional<NoticeDelay> delay, Optional<Language> language) {
    public static final SiteNotices STANDARD = new SiteNotices(Optional.empty(), Optional.empty());
}
