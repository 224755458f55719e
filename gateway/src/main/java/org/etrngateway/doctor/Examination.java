package org.etrngateway.doctor;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.delivery.Heartbeat;
import org.etrngateway.delivery.HeartbeatFile;

/**
 * The self-test as a whole: what is looked at, and in which order. The command and the running gateway make the same one.
 * Immutable; it blocks for seconds, and for minutes where many sites are called.
 */
public final class Examination {
    /** There while something keeps the clock right: systemd-timesyncd, chrony, ntpd. */
    private static final List<Path> CLOCK_SIGNS =
            List.of(Path.of("/run/systemd/timesync/synchronized"), Path.of("/run/chrony"), Path.of("/run/ntpd.pid"));

    private final GatewayConfig config;
    private final Clock clock;

    public Examination(GatewayConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Looks at everything.
     *
     * @param gateway what is known of the process itself
     * @param running true if a gateway has the ports open
     * @param connect true to call each site with a fixed route, which may cost its owner money
     */
    public List<Finding> make(Finding gateway, boolean running, boolean connect) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                "settings",
                "no problem; sites: " + config.sites().size() + ", listeners: "
                        + config.listeners().size()));
        findings.add(gateway);
        checks(running, connect).forEach(check -> findings.addAll(check.look()));
        return findings;
    }

    private List<Check> checks(boolean running, boolean connect) {
        Path data = config.data();
        Optional<Instant> lastRun =
                new HeartbeatFile(data.resolve("heartbeat")).read().map(Heartbeat::wall);
        return List.of(
                new ClockCheck(clock, lastRun, CLOCK_SIGNS),
                new DiskCheck(data),
                new SpoolCheck(data.resolve("scrub")),
                new NameCheck(config.hostname(), new SystemNames()),
                new CertificateCheck(config.tls(), config.hostname(), clock),
                new PortCheck(config.listeners(), running),
                new SiteCheck(config.sites().values(), config.listeners(), connect));
    }
}
