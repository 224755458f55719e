package org.etrngateway.metrics;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.etrngateway.address.SiteName;
import org.etrngateway.alert.Alert;
import org.etrngateway.alert.Condition;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.delivery.FlushFigures;
import org.etrngateway.queue.SiteSummary;

/**
 * What is held and what runs, read once for each scrape, so that the totals and the sites in one answer agree. Labels are
 * names of configured and reserved sites, and of certificates, never a word of a client. Thread-safe.
 */
final class Levels implements MultiCollector {
    /** Of how many sites there are series of their own, the first by name; beyond that only the totals. */
    static final int MOST_SITES = 1000;

    private final Readings readings;
    private final boolean bySite;

    Levels(Readings readings, boolean bySite) {
        this.readings = readings;
        this.bySite = bySite;
    }

    @Override
    public MetricSnapshots collect() {
        Map<SiteName, SiteSummary> held = new TreeMap<>(readings.queue().summaries());
        List<MetricSnapshot> all = new ArrayList<>(totals(held.values()));
        all.addAll(flushes());
        all.add(certificates());
        all.add(alerts());
        if (bySite) {
            Map<SiteName, SiteConfig> sites = readings.sites().get();
            sites.keySet().forEach(site -> held.putIfAbsent(site, SiteSummary.EMPTY));
            all.addAll(sites(held, sites));
        }
        return new MetricSnapshots(all);
    }

    private static List<MetricSnapshot> totals(Collection<SiteSummary> held) {
        return List.of(
                total("held_messages", "Messages held, those in flight included", held, SiteSummary::messages),
                total("held_bytes", "Octets of the messages held", held, SiteSummary::bytes),
                total("in_flight_messages", "Messages that are being delivered now", held, SiteSummary::inFlight),
                total(
                        "operator_held_messages",
                        "Messages that an operator or a setting holds back",
                        held,
                        SiteSummary::operatorHeld),
                total("paused_sites", "Sites that an operator paused", held, site -> site.paused() ? 1 : 0),
                total("waiting_sites", "Sites for which mail is held", held, site -> site.messages() > 0 ? 1 : 0),
                gauge("oldest_message_timestamp_seconds", "When the oldest message held came; absent if none is held")
                        .at(held.stream()
                                .flatMap(site -> site.oldest().stream())
                                .min(Comparator.naturalOrder()))
                        .build());
    }

    private static MetricSnapshot total(
            String name, String help, Collection<SiteSummary> held, ToDoubleFunction<SiteSummary> of) {
        return gauge(name, help)
                .point(Labels.EMPTY, held.stream().mapToDouble(of).sum())
                .build();
    }

    private List<MetricSnapshot> flushes() {
        Collection<FlushFigures> running = readings.flushes().get();
        double goodput =
                running.stream().mapToDouble(flush -> flush.line().goodput()).sum();
        long working = running.stream().filter(FlushFigures::isWorking).count();
        return List.of(
                gauge("running_flushes", "Flushes that deliver now")
                        .point(Labels.EMPTY, working)
                        .build(),
                gauge("goodput_bytes", "Octets a second that sites answered lately, of all flushes")
                        .point(Labels.EMPTY, goodput)
                        .build());
    }

    private MetricSnapshot certificates() {
        Points points = gauge("certificate_expiry_timestamp_seconds", "When a certificate that clients are shown ends");
        readings.certificates()
                .get()
                .forEach((name, end) -> points.point(Labels.of("name", name), end.getEpochSecond()));
        return points.build();
    }

    private MetricSnapshot alerts() {
        Map<Condition, Long> standing =
                readings.alerts().get().stream().collect(groupingBy(Alert::condition, counting()));
        Points points = gauge("alerts", "Alerts that stand now, by what is amiss");
        for (Condition condition : Condition.values()) {
            points.point(Labels.of("condition", condition.word()), standing.getOrDefault(condition, 0L));
        }
        return points.build();
    }

    private static List<MetricSnapshot> sites(Map<SiteName, SiteSummary> held, Map<SiteName, SiteConfig> sites) {
        Points messages = gauge("site_held_messages", "Messages held for a site, those in flight included");
        Points bytes = gauge("site_held_bytes", "Octets of the messages held for a site");
        Points oldest = gauge("site_oldest_message_timestamp_seconds", "When the oldest message for a site came");
        Points paused = gauge("site_paused", "1 if an operator paused the site");
        Points quota = gauge("site_quota_bytes", "Octets that may be held for a site; absent if there is no limit");
        held.entrySet().stream().limit(MOST_SITES).forEach(entry -> {
            Labels site = Labels.of("site", entry.getKey().name());
            SiteSummary summary = entry.getValue();
            messages.point(site, summary.messages());
            bytes.point(site, summary.bytes());
            summary.oldest().ifPresent(at -> oldest.point(site, at.getEpochSecond()));
            paused.point(site, summary.paused() ? 1 : 0);
            Optional.ofNullable(sites.get(entry.getKey()))
                    .map(config -> config.quota().bytes())
                    .filter(limit -> limit > 0)
                    .ifPresent(limit -> quota.point(site, limit));
        });
        Points left = gauge("sites_left_out", "Sites that have no series of their own, for there are too many")
                .point(Labels.EMPTY, Math.max(0, held.size() - MOST_SITES));
        return List.of(messages.build(), bytes.build(), oldest.build(), paused.build(), quota.build(), left.build());
    }

    private static Points gauge(String name, String help) {
        return new Points(
                GaugeSnapshot.builder().name(Exposition.PREFIX + "_" + name).help(help + "."));
    }

    /** A gauge that grows series by series. */
    private record Points(GaugeSnapshot.Builder gauge) {
        Points point(Labels labels, double value) {
            gauge.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
            return this;
        }

        Points point(Labels labels, long value) {
            return point(labels, (double) value);
        }

        Points at(Optional<Instant> instant) {
            instant.ifPresent(known -> point(Labels.EMPTY, known.getEpochSecond()));
            return this;
        }

        MetricSnapshot build() {
            return gauge.build();
        }
    }
}
