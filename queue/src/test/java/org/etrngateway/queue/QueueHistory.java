package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue.QuotaLimit;
import org.etrngateway.queue.MailQueue.Reservation;

/**
 * A random history that a queue and its model, a {@link MemoryQueue}, live through side by side; after
 * each step both must say the same. The seed alone decides the history, so that a failure can be seen again.
 */
public final class QueueHistory {
    private static final int PAGE = 4;
    private static final SiteName ACME = new SiteName("acme");
    private static final SiteName BETA = new SiteName("beta");
    private static final SiteName GAMMA = new SiteName("gamma");
    private static final SiteName DELTA = new SiteName("delta");
    private static final SiteName EPSILON = new SiteName("epsilon");
    private static final List<SiteName> SITES =
            List.of(ACME, BETA, GAMMA, DELTA, EPSILON, SiteName.OUTBOUND, SiteName.UNASSIGNED);
    private static final Map<SiteName, QuotaLimit> QUOTAS =
            Map.of(ACME, new QuotaLimit(20_000, 0, 3_000), BETA, new QuotaLimit(0, 6, 0));
    private static final List<String> DOMAINS =
            List.of("acme.example", "a.branch.example", "b.branch.example", "beta.example");

    private final Random random;
    private final Opener opener;
    private final MutableClock clock = new MutableClock();
    private final List<String> told = new ArrayList<>();
    private final Map<MessageId, MessageId> idInModel = new HashMap<>();
    private final List<MessageId> ids = new ArrayList<>();
    private final List<Twin> leases = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private final MemoryQueue model;
    private Function<DomainName, Optional<SiteName>> directory;
    private MailQueue queue;
    private boolean moved;

    private QueueHistory(long seed, Opener opener) {
        this.random = new Random(seed);
        this.opener = opener;
        this.directory = directory(0);
        this.queue = opener.open(directory, QUOTAS, clock);
        this.model = new MemoryQueue(directory, QUOTAS, clock);
    }

    /** Opens the queue: first on an empty store, then on what the one before left. */
    @FunctionalInterface
    public interface Opener {
        MailQueue open(
                Function<DomainName, Optional<SiteName>> directory,
                Map<SiteName, QuotaLimit> quotas,
                MutableClock clock);
    }

    /** The lease of a unit in the queue, and that in the model. */
    private record Twin(Lease real, Lease model) {}

    /**
     * Lives through one history.
     *
     * @throws AssertionError with the seed and all steps, if queue and model came apart
     */
    public static void live(long seed, int steps, Opener opener) {
        QueueHistory history = new QueueHistory(seed, opener);
        try {
            for (int i = 0; i < steps; i++) {
                history.step();
                history.compare();
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "history of seed " + seed + " came apart:\n  " + String.join("\n  ", history.told) + "\n"
                            + e.getMessage(),
                    e);
        } finally {
            history.queue.close();
        }
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 22) {
            accept();
        } else if (dice < 24) {
            discard();
        } else if (dice < 30) {
            reserve();
        } else if (dice < 52) {
            claim();
        } else if (dice < 74) {
            settle();
        } else if (dice < 78) {
            release();
        } else if (dice < 80) {
            wake();
        } else if (dice < 83) {
            renew();
        } else if (dice < 88) {
            pass();
        } else if (dice < 95) {
            direct();
        } else if (dice < 97) {
            assign();
        } else {
            restart();
        }
    }

    private void accept() {
        Envelope envelope = envelope();
        byte[] content = Messages.sized(random.nextInt(40) == 0 ? 300_000 : 1 + random.nextInt(3000));
        MessageId real = Messages.put(queue, envelope, "subject " + told.size(), content);
        idInModel.put(real, Messages.put(model, envelope, "subject " + told.size(), content));
        ids.add(real);
        tell("accept " + real + " of " + content.length + " for " + envelope.recipients());
    }

    private Envelope envelope() {
        List<Recipient> recipients = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            String address = "u@nowhere.example";
            recipients.add(random.nextBoolean() ? Messages.outside(address) : Messages.to(address));
        } else {
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                recipients.add(Messages.to("u" + i + "@" + pick(DOMAINS)));
            }
        }
        Envelope plain = Messages.envelope(clock.instant(), recipients);
        return switch (random.nextInt(8)) {
            case 6 -> Messages.withRelease(plain, clock.instant().plusSeconds(random.nextInt(900)));
            case 7 -> Messages.withBy(plain, (1 + random.nextInt(900)) + pick(List.of(";R", ";N")));
            case 0 -> Messages.withPriority(plain, random.nextInt(19) - 9);
            case 1 -> Messages.asNotice(plain);
            default -> plain;
        };
    }

    private void discard() {
        Envelope envelope = envelope();
        tell("discard a draft");
        for (MailQueue each : List.of(queue, model)) {
            Draft draft = each.draft(envelope, List.of());
            Messages.append(draft, Messages.sized(100));
            draft.discard();
        }
    }

    private void reserve() {
        if (!reservations.isEmpty() && random.nextBoolean()) {
            tell("close the reservations");
            reservations.forEach(Reservation::close);
            reservations.clear();
            return;
        }
        SiteName site = pick(SITES);
        long bytes = random.nextInt(12_000);
        tell("reserve " + bytes + " for " + site);
        Optional<Reservation> real = queue.reserve(site, bytes);
        Optional<Reservation> expected = model.reserve(site, bytes);
        assertThat(real.isPresent()).as("room").isEqualTo(expected.isPresent());
        Stream.of(real, expected).flatMap(Optional::stream).forEach(reservations::add);
    }

    private void claim() {
        SiteName site = siteWithMail();
        Selection selection = selection();
        int messages = 1 + random.nextInt(5);
        long bytes = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(5000);
        tell("claim " + messages + " of " + site + ", " + bytes + " octets, " + selection);
        List<Lease> real = queue.claim(site, selection, messages, bytes);
        List<Lease> most = model.claim(site, selection, messages, bytes);
        assertThat(real.isEmpty()).as("nothing claimed").isEqualTo(most.isEmpty());
        // A page may be shorter than it could be, but in the same order.
        List<Lease> expected = most.subList(0, Math.min(real.size(), most.size()));
        most.subList(expected.size(), most.size()).forEach(model::release);
        assertThat(real.stream().map(this::translated).toList())
                .as("claimed")
                .containsExactlyElementsOf(
                        expected.stream().map(QueueHistory::withoutEpoch).toList());
        for (int i = 0; i < real.size(); i++) {
            Twin twin = new Twin(real.get(i), expected.get(i));
            assertThat(Messages.read(queue, twin.real)).isEqualTo(Messages.read(model, twin.model));
            leases.add(twin);
        }
    }

    private SiteName siteWithMail() {
        List<SiteName> sites = List.copyOf(model.summaries().keySet());
        return sites.isEmpty() ? ACME : pick(sites);
    }

    private Selection selection() {
        Instant now = clock.instant();
        Selection any = switch (random.nextInt(6)) {
            case 4 -> Selection.late(now.plusSeconds(random.nextInt(400)));
            case 0 -> Selection.due(now);
            case 1 -> Selection.receivedBy(now.minusSeconds(random.nextInt(400)));
            case 2 -> Selection.receivedBetween(now.minusSeconds(400), now.minusSeconds(random.nextInt(400)));
            default -> Selection.released(now.plusNanos(random.nextInt(2)));
        };
        Selection some = random.nextInt(3) > 0 ? any : any.within(domains());
        return switch (random.nextInt(6)) {
            case 0 -> some.notLargerThan(random.nextInt(5000));
            case 1 -> some.smallerFirst();
            default -> some;
        };
    }

    private Set<DomainName> domains() {
        return Stream.of(pick(DOMAINS), pick(DOMAINS)).map(DomainName::parse).collect(Collectors.toSet());
    }

    private void settle() {
        if (leases.isEmpty()) {
            return;
        }
        Twin twin = takeLease();
        List<Outcome> outcomes = new ArrayList<>();
        String reply = "451 at step " + told.size();
        for (int recipient : twin.real.recipients()) {
            int dice = random.nextInt(8);
            if (dice < 6) {
                Outcome.Kind kind = dice < 4 ? Outcome.Kind.DEFERRED : pick(List.of(Outcome.Kind.values()));
                outcomes.add(Outcome.of(recipient, kind, clock.instant(), reply));
            }
        }
        Instant due = clock.instant().plusSeconds(random.nextInt(300));
        tell("settle " + twin.real.id() + " of " + twin.real.site() + ": " + outcomes);
        await(queue.settle(twin.real, outcomes, due));
        await(model.settle(twin.model, outcomes, due));
    }

    private void wake() {
        Instant now = clock.instant().plusSeconds(random.nextInt(200));
        tell("wake at " + now);
        assertThat(queue.late(now)).as("late").isEqualTo(model.late(now));
        await(queue.wake(now));
        await(model.wake(now));
    }

    private void release() {
        if (!leases.isEmpty()) {
            Twin twin = takeLease();
            boolean late = random.nextInt(3) == 0;
            tell((late ? "tell late " : "release ") + twin.real.id() + " of " + twin.real.site());
            if (late) {
                await(queue.tellLate(twin.real));
                await(model.tellLate(twin.model));
            } else {
                queue.release(twin.real);
                model.release(twin.model);
            }
        }
    }

    /** Most leases are used once; some are kept, to be used when they are lost. */
    private Twin takeLease() {
        int at = random.nextInt(leases.size());
        return random.nextInt(5) == 0 ? leases.get(at) : leases.remove(at);
    }

    private void renew() {
        if (!leases.isEmpty()) {
            Twin twin = pick(leases);
            tell("renew " + twin.real.id() + " of " + twin.real.site());
            assertThat(queue.renew(twin.real)).as("renewed").isEqualTo(model.renew(twin.model));
        }
    }

    private void pass() {
        int seconds = random.nextInt(3) == 0 ? MailQueue.LEASE_SECONDS + 1 : random.nextInt(200);
        tell("let " + seconds + " s pass");
        clock.advance(Duration.ofSeconds(seconds));
    }

    private void direct() {
        SiteName site = pick(SITES);
        int dice = random.nextInt(5);
        if (dice < 2 || ids.isEmpty()) {
            direct(dice == 0 ? new Directive.Pause(site, "op") : new Directive.Resume(site, "op"), site, dice);
            return;
        }
        MessageId id = random.nextInt(4) == 0 ? pick(ids) : ids.get(Math.max(0, ids.size() - 1 - random.nextInt(8)));
        int priority = random.nextInt(19) - 9;
        tell("direct " + dice + " of " + id + " at " + site + ", priority " + priority);
        await(queue.apply(directive(dice, id, site, priority)));
        await(model.apply(directive(dice, idInModel.get(id), site, priority)));
    }

    private void direct(Directive directive, SiteName site, int dice) {
        tell((dice == 0 ? "pause " : "resume ") + site);
        await(queue.apply(directive));
        await(model.apply(directive));
    }

    private static Directive directive(int dice, MessageId id, SiteName site, int priority) {
        return switch (dice) {
            case 2 -> new Directive.Hold(id, site, "op");
            case 3 -> new Directive.Release(id, site, "op");
            default -> new Directive.SetPriority(id, site, priority, "op");
        };
    }

    private void assign() {
        int which = random.nextInt(4);
        tell("assign directory " + which);
        directory = directory(which);
        moved = true;
        queue.assign(directory, QUOTAS);
        model.assign(directory, QUOTAS);
    }

    private void restart() {
        tell("restart");
        endLeases();
        compare();
        queue.close();
        queue = opener.open(directory, QUOTAS, clock);
        reservations.forEach(Reservation::close);
        reservations.clear();
        leases.clear();
        model.endLeases();
    }

    /** Tries of a unit that waits for its lease to end, to move, may be forgotten by a restart: they are not looked at. */
    private void endLeases() {
        if (moved || random.nextBoolean()) {
            leases.forEach(twin -> queue.release(twin.real));
            leases.forEach(twin -> model.release(twin.model));
        }
        moved = false;
    }

    /**
     * Ways to give the domains sites. No two of them bring units of one message together, for the contract
     * does not say what becomes of their attempts then.
     */
    private static Function<DomainName, Optional<SiteName>> directory(int which) {
        return domain -> {
            if (domain.isBelow(DomainName.parse("branch.example"))) {
                return Optional.of(which == 1 ? DELTA : GAMMA);
            }
            return switch (domain.name()) {
                case "acme.example" -> Optional.of(which == 2 ? EPSILON : ACME);
                case "beta.example" -> which == 3 ? Optional.empty() : Optional.of(BETA);
                default -> Optional.empty();
            };
        };
    }

    private void compare() {
        // A claim moves what waited for its lease to end.
        queue.claim(new SiteName("nobody"), Selection.released(clock.instant()), 1, 1);
        assertThat(withoutOldest(queue.summaries())).as("summaries").isEqualTo(withoutOldest(model.summaries()));
        for (SiteName site : SITES) {
            Optional<Instant> truth = model.summary(site).oldest();
            assertThat(queue.summary(site).oldest().isPresent()).isEqualTo(truth.isPresent());
            truth.ifPresent(at -> assertThat(queue.summary(site).oldest().orElseThrow())
                    .as("the oldest of " + site)
                    .isBeforeOrEqualTo(at));
        }
        assertThat(queue.due(clock.instant())).as("due").isEqualTo(model.due(clock.instant()));
        List<Listed> expected = model.list(new Listing(Optional.empty(), Optional.empty(), 1000));
        assertThat(Messages.listed(queue, PAGE).stream().map(this::translated).toList())
                .as("listed")
                .isEqualTo(expected);
    }

    private static Map<SiteName, SiteSummary> withoutOldest(Map<SiteName, SiteSummary> summaries) {
        Map<SiteName, SiteSummary> all = new HashMap<>(summaries);
        all.replaceAll((site, s) ->
                new SiteSummary(s.messages(), s.bytes(), s.inFlight(), s.operatorHeld(), Optional.empty(), s.paused()));
        return all;
    }

    private Lease translated(Lease l) {
        return new Lease(idInModel.get(l.id()), l.site(), l.envelope(), l.recipients(), l.size(), l.attempts(), 0);
    }

    private static Lease withoutEpoch(Lease l) {
        return new Lease(l.id(), l.site(), l.envelope(), l.recipients(), l.size(), l.attempts(), 0);
    }

    private Listed translated(Listed l) {
        return new Listed(
                idInModel.get(l.id()),
                l.site(),
                l.state(),
                l.sender(),
                l.recipients(),
                l.subject(),
                l.size(),
                l.received(),
                l.priority(),
                l.attempts(),
                l.until(),
                l.due(),
                l.lastReply());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void tell(String what) {
        told.add(told.size() + " " + clock.instant() + " " + what);
    }
}
