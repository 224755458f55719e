package org.etrngateway.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ConfigProblem;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.Recipients;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.SiteDirectory;
import org.etrngateway.delivery.DeliveryRules;
import org.etrngateway.notice.NoticeRules;
import org.etrngateway.policy.PolicyRules;
import org.etrngateway.queue.MailQueue.QuotaLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of the moment in the forms that the parts of the gateway take them. A reload replaces all
 * of them at once. Reading is thread-safe; {@link #replace} and {@link #rereadRecipients} exclude each other.
 */
final class Rules {
    private static final Logger log = LoggerFactory.getLogger(Rules.class);

    private record Snapshot(
            GatewayConfig config,
            Map<SiteName, Recipients> recipients,
            SiteDirectory directory,
            PolicyRules policy,
            DeliveryRules delivery) {}

    private volatile Snapshot now;

    Rules(GatewayConfig config) {
        now = snapshot(config, readAll(config.sites().values()));
    }

    GatewayConfig config() {
        return now.config();
    }

    PolicyRules policy() {
        return now.policy();
    }

    DeliveryRules delivery() {
        return now.delivery();
    }

    SiteDirectory directory() {
        return now.directory();
    }

    Map<SiteName, QuotaLimit> quotas() {
        return now.config().sites().values().stream()
                .collect(Collectors.toMap(
                        SiteConfig::name,
                        site -> new QuotaLimit(
                                site.quota().bytes(), site.quota().messages(), site.holdAbove())));
    }

    /** Takes new settings, and reads their lists of recipients. */
    synchronized void replace(GatewayConfig config) {
        now = snapshot(config, readAll(config.sites().values()));
    }

    /** Reads those lists of recipients again whose files have changed. */
    synchronized void rereadRecipients() {
        Map<SiteName, Recipients> fresh = new HashMap<>();
        now.recipients().forEach((site, recipients) -> {
            if (recipients.hasChanged()) {
                reread(now.config().sites().get(site)).ifPresent(list -> fresh.put(site, list));
            }
        });
        if (!fresh.isEmpty()) {
            Map<SiteName, Recipients> all = new HashMap<>(now.recipients());
            all.putAll(fresh);
            now = snapshot(now.config(), all);
        }
    }

    /** Empty if the file cannot be read: then the list that we have is better than none. */
    private static Optional<Recipients> reread(SiteConfig site) {
        Recipients.Read read = Recipients.read(site.recipients().orElseThrow());
        List<ConfigProblem> problems = read.problems();
        problems.forEach(problem -> log.atWarn()
                .addKeyValue("site", site.name())
                .addKeyValue("problem", problem)
                .log("recipients"));
        boolean readable = problems.stream().noneMatch(problem -> problem.line() == 0);
        if (readable) {
            log.atInfo().addKeyValue("site", site.name()).log("recipients read again");
        }
        return readable ? Optional.of(read.recipients()) : Optional.empty();
    }

    private static Map<SiteName, Recipients> readAll(Collection<SiteConfig> sites) {
        Map<SiteName, Recipients> all = new HashMap<>();
        for (SiteConfig site : sites) {
            site.recipients()
                    .ifPresent(
                            file -> all.put(site.name(), Recipients.read(file).recipients()));
        }
        return all;
    }

    private static Snapshot snapshot(GatewayConfig config, Map<SiteName, Recipients> recipients) {
        Map<SiteName, Predicate<Mailbox>> known = new HashMap<>();
        recipients.forEach((site, list) -> known.put(site, list::accepts));
        PolicyRules policy = new PolicyRules(
                config.hostname(),
                config.postmaster(),
                config.upstreams(),
                config.sites().values(),
                known,
                config.limits());
        return new Snapshot(
                config, Map.copyOf(recipients), new SiteDirectory(config.sites().values()), policy, delivery(config));
    }

    private static DeliveryRules delivery(GatewayConfig config) {
        return DeliveryRules.of(
                config.hostname(),
                config.sites().values(),
                config.outbound(),
                config.limits().sessions(),
                new NoticeRules(
                        config.hostname(),
                        config.notices(),
                        config.upstreams(),
                        config.sites().values()));
    }
}
