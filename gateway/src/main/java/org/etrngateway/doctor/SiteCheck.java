package org.etrngateway.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.etrngateway.address.HostAddress;
import org.etrngateway.config.ListenerConfig;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.SiteConfig;

/**
 * Whether each site can get its mail: who may ask for it, where it goes, and, if that is wanted, whether the site answers
 * there. A call may cost the customer money, so that nobody is called unasked.
 */
public final class SiteCheck implements Check {
    private static final String ABOUT = "site";
    private static final int PATIENCE_MS = 15_000;
    private static final int AT_ONCE = 32;
    private static final int GREETING_OCTETS = 4;

    private final Collection<SiteConfig> sites;
    private final List<ListenerConfig> listeners;
    private final boolean connect;

    /**
     * @param connect true to call each site
     */
    public SiteCheck(Collection<SiteConfig> sites, List<ListenerConfig> listeners, boolean connect) {
        this.sites = sites;
        this.listeners = List.copyOf(listeners);
        this.connect = connect;
    }

    @Override
    public List<Finding> look() {
        if (sites.isEmpty()) {
            return List.of(
                    Finding.advice(ABOUT, "there are no sites", "all mail is refused until the settings have some"));
        }
        List<Finding> findings =
                sites.stream().flatMap(site -> rights(site).stream()).collect(Collectors.toCollection(ArrayList::new));
        findings.addAll(routes());
        if (findings.isEmpty()) {
            findings.add(Finding.ok(ABOUT, "each of " + sites.size() + " can ask for its mail, or is called"));
        }
        return findings;
    }

    private Optional<Finding> rights(SiteConfig site) {
        ProofConfig proof = site.trigger().proof();
        boolean anybody = !proof.from().isEmpty() || proof.canProve();
        boolean turned = site.route() instanceof Route.Atrn;
        if (!anybody && (turned || site.schedule().mode().equals(Set.of(ScheduleConfig.Mode.HOLD)))) {
            return Optional.of(Finding.problem(
                    ABOUT,
                    site.name() + ": nobody may ask for its mail, and it is not called",
                    "give `trigger: { from: … }` or `account`, or `mode: window`; until then only `gateway flush "
                            + site.name() + "` delivers"));
        }
        if (turned && listeners.stream().noneMatch(it -> it.kind() == ListenerConfig.Kind.ODMR)) {
            return Optional.of(Finding.problem(
                    ABOUT,
                    site.name() + ": it gets its mail by ATRN only, but no listener is of the kind odmr",
                    "add one, usually on port 366"));
        }
        return Optional.empty();
    }

    private List<Finding> routes() {
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE, SiteCheck::caller);
        try {
            List<Future<Optional<Finding>>> calls = sites.stream()
                    .filter(site -> site.route() instanceof Route.Fixed)
                    .map(site -> callers.submit(() -> route(site, ((Route.Fixed) site.route()).target())))
                    .toList();
            List<Finding> findings = new ArrayList<>();
            for (Future<Optional<Finding>> call : calls) {
                call.get().ifPresent(findings::add);
            }
            return findings;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check failed", e);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Nobody waits for a call at the end of the process. */
    private static Thread caller(Runnable call) {
        Thread thread = new Thread(call, "doctor-call");
        thread.setDaemon(true);
        return thread;
    }

    private Optional<Finding> route(SiteConfig site, HostAddress target) {
        InetAddress address;
        try {
            address = InetAddress.getByName(target.host());
        } catch (IOException e) {
            return Optional.of(Finding.problem(
                    ABOUT, site.name() + ": its host " + target.host() + " has no address", "correct `route` or DNS"));
        }
        return connect ? Optional.of(call(site, target, address)) : Optional.empty();
    }

    private static Finding call(SiteConfig site, HostAddress target, InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, target.port()), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            String greeting =
                    new String(socket.getInputStream().readNBytes(GREETING_OCTETS), StandardCharsets.US_ASCII);
            return greeting.startsWith("220")
                    ? Finding.ok(ABOUT, site.name() + " greets at " + target)
                    : Finding.problem(
                            ABOUT,
                            site.name() + " answers at " + target + ", but not with a greeting of SMTP",
                            "is it the right port? The site's firewall or proxy may answer for it");
        } catch (IOException e) {
            return Finding.advice(
                    ABOUT,
                    site.name() + " cannot be reached at " + target + ": " + e.getMessage(),
                    "right if it is away now; else look at the line, the site's firewall and `route`");
        }
    }
}
