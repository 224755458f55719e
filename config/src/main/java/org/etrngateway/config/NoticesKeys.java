package org.etrngateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;
import org.etrngateway.wording.Language;
import org.etrngateway.wording.Wording;

/** The settings of what senders are told. */
final class NoticesKeys {
    private static final Scalar<Language> LANGUAGE_KIND = Scalar.oneOf(Language.class);

    private static final Key<NoticesConfig, NoticeDelay> DELAY = Key.of(
            "delay",
            NoticesConfig::delay,
            NoticeDelay.KIND,
            NoticesConfig.STANDARD.delay(),
            "The age at which the sender of a message that waits is told so, once; never for a site whose mode is only"
                    + " hold, unless it has a delay of its own.");

    private static final Key<NoticesConfig, Duration> AHEAD = Key.of(
            "ahead",
            NoticesConfig::ahead,
            Durations.kind(),
            NoticesConfig.STANDARD.ahead(),
            "A site with windows is waited for if the next opens within this time: its senders are told of a delay only"
                    + " when it has closed, and their mail still waits.");

    private static final Key<NoticesConfig, Language> LANGUAGE = Key.of(
            "language",
            NoticesConfig::language,
            LANGUAGE_KIND,
            NoticesConfig.STANDARD.language(),
            "Of texts for people.");

    private static final Key<NoticesConfig, Optional<Path>> TEMPLATES = Key.optional(
            "templates",
            config -> config.wording().folder(),
            PathKind.TEMPLATES,
            "A folder with texts of your own, en.txt and ru.txt, as docs/notices.md describes; what is not in them is as"
                    + " built in.");

    private static final Key<NoticesConfig, NoticesConfig.Bounce> BOUNCE = Key.of(
            "bounce",
            NoticesConfig::bounce,
            Scalar.oneOf(NoticesConfig.Bounce.class),
            NoticesConfig.STANDARD.bounce(),
            "Which senders are told: always, all; plausible, those who are likely to have sent the message; never,"
                    + " nobody. The record of a message says why its sender was not told.");

    private static final Key<NoticesConfig, List<DomainName>> BELIEVE = Key.of(
            "believe",
            NoticesConfig::believe,
            new Listing<>("a list of names such as [filter.isp.example]", Kinds.DOMAIN, 0),
            List.of(),
            "Where bounce is plausible: the names under which upstreams write Authentication-Results (RFC 8601); they"
                    + " must remove those that others wrote under these names.");

    static final Mapping<NoticesConfig> NOTICES = new Mapping<>(
            "a mapping of the settings of notices",
            List.of(DELAY, AHEAD, LANGUAGE, TEMPLATES, BOUNCE, BELIEVE),
            NoticesKeys::assemble);

    private static final Key<SiteNotices, Optional<NoticeDelay>> SITE_DELAY = Key.optional(
            "delay",
            SiteNotices::delay,
            NoticeDelay.KIND,
            "As in the general notices; what stands here holds in every mode.");

    private static final Key<SiteNotices, Optional<Language>> SITE_LANGUAGE =
            Key.optional("language", SiteNotices::language, LANGUAGE_KIND, "Of texts about its mail.");

    static final Mapping<SiteNotices> SITE = new Mapping<>(
            "a mapping of the settings of notices about a site's mail",
            List.of(SITE_DELAY, SITE_LANGUAGE),
            values -> new SiteNotices(values.get(SITE_DELAY), values.get(SITE_LANGUAGE)));

    private NoticesKeys() {}

    /** What is wrong with the texts was reported with their folder. */
    private static NoticesConfig assemble(Values<NoticesConfig> values) {
        Wording wording = values.get(TEMPLATES)
                .map(folder -> Wording.in(folder).wording())
                .orElse(Wording.STANDARD);
        return new NoticesConfig(
                values.get(DELAY),
                values.get(AHEAD),
                values.get(LANGUAGE),
                wording,
                values.get(BOUNCE),
                values.get(BELIEVE));
    }

    static List<ConfigProblem> problemsOfTemplates(Path folder) {
        return Wording.in(folder).problems().stream()
                .map(it -> it.file().equals(folder)
                        ? new ConfigProblem(folder, 0, "", it.text())
                        : new ConfigProblem(it.file(), Math.max(1, it.line()), "", it.text()))
                .toList();
    }
}
