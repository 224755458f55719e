package org.etrngateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.queue.MailQueue;

/**
 * All figures in the text format of Prometheus, version 0.0.4. Their names are an interface: docs/metrics.md has each of
 * them, and a test compares. Thread-safe.
 */
public final class Exposition implements AutoCloseable {
    /** What {@link #text} is, for a Content-Type header. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    static final String PREFIX = "etrngateway";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final LogbackMetrics lines = new LogbackMetrics();

    /**
     * @param bySite true for figures of each site
     * @param version of the gateway, as it is shown
     */
    public Exposition(Counts counts, Readings readings, boolean bySite, String version) {
        gauges(readings, version);
        counters(counts);
        registry.getPrometheusRegistry().register(new Levels(readings, bySite));
        List.of(
                        collections,
                        lines,
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    /** The figures of this moment. */
    public String text() {
        return registry.scrape(TYPE);
    }

    private void gauges(Readings readings, String version) {
        Gauge.builder(PREFIX + ".build.info", () -> 1)
                .description("Always 1; which version runs.")
                .tag("version", version)
                .register(registry);
        Gauge.builder(
                        PREFIX + ".accepting",
                        readings,
                        it -> it.queue().acceptance() == MailQueue.Acceptance.OPEN ? 1 : 0)
                .description("1 if new mail is taken, 0 if the disk is full or has failed.")
                .register(registry);
        Gauge.builder(PREFIX + ".index.behind", readings, it -> it.queue().behind())
                .description("Durable changes that are not yet in the index.")
                .register(registry);
        Gauge.builder(PREFIX + ".connections", readings, it -> it.connections().getAsInt())
                .description("SMTP clients that are connected now.")
                .register(registry);
        Gauge.builder(
                        PREFIX + ".disk.free.bytes",
                        readings,
                        it -> it.data().toFile().getUsableSpace())
                .description("Octets free on the disk of the data folder.")
                .register(registry);
    }

    private void counters(Counts counts) {
        counter("arrived.messages", "Messages that became durable, once a site.", "held", "no", counts.arrived());
        counter(
                "arrived.messages",
                "Messages that became durable, once a site.",
                "held",
                "large",
                counts.arrivedHeld());
        String recipients = "What became of recipients, counted when their flush is over.";
        counter("recipients", recipients, "outcome", "delivered", counts.delivered());
        counter("recipients", recipients, "outcome", "deferred", counts.deferred());
        counter("recipients", recipients, "outcome", "failed", counts.failed());
        FunctionCounter.builder(PREFIX + ".delivered.bytes", counts.octets(), LongAdder::sum)
                .description("Octets of content that sites answered, counted when their flush is over.")
                .register(registry);
        for (Trigger.Cause cause : Trigger.Cause.values()) {
            causes(counts.of(cause), cause.name().toLowerCase(Locale.ROOT));
        }
    }

    private void counter(String name, String help, String label, String value, LongAdder count) {
        FunctionCounter.builder(PREFIX + "." + name, count, LongAdder::sum)
                .description(help)
                .tag(label, value)
                .register(registry);
    }

    private void causes(Counts.ByCause counts, String cause) {
        counter(
                "asked",
                "How often a site or an operator asked for mail, refusals included.",
                "cause",
                cause,
                counts.asked());
        String flushes = "Flushes that are over; schedules' that moved nothing are not counted.";
        FunctionCounter.builder(PREFIX + ".flushes", counts.well(), LongAdder::sum)
                .description(flushes)
                .tags(Tags.of("cause", cause, "result", "well"))
                .register(registry);
        FunctionCounter.builder(PREFIX + ".flushes", counts.broken(), LongAdder::sum)
                .description(flushes)
                .tags(Tags.of("cause", cause, "result", "broken"))
                .register(registry);
        FunctionTimer.builder(
                        PREFIX + ".flush",
                        counts,
                        Counts.ByCause::flushes,
                        it -> it.total(TimeUnit.SECONDS),
                        TimeUnit.SECONDS)
                .description("How long flushes took.")
                .tag("cause", cause)
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        lines.close();
        registry.close();
    }
}
