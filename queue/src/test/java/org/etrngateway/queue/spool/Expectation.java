package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;

/**
 * What a queue may and must hold by a ledger: what was acknowledged as it was acknowledged, what was in doubt
 * either way, and nothing else. Not thread-safe.
 */
final class Expectation {
    private final Map<Long, Letter> letters = new TreeMap<>();
    private final Map<SiteName, Set<Boolean>> paused = new HashMap<>();
    private Set<Integer> directories = Set.of(0);
    private Set<Optional<Integer>> backups = Set.of(Optional.empty());

    /** A message as it was handed over, and what became of it. */
    private static final class Letter {
        final Envelope envelope;
        final String subject;
        final byte[] content;
        final Set<Integer> ending = new TreeSet<>();
        final Set<Integer> ended = new TreeSet<>();
        final Map<Integer, Set<Boolean>> held = new HashMap<>();
        final Map<Integer, Set<Integer>> priorities = new HashMap<>();
        boolean accepted;

        Letter(Envelope envelope, String subject, byte[] content) {
            this.envelope = envelope;
            this.subject = subject;
            this.content = content;
            for (int i = 0; i < envelope.recipients().size(); i++) {
                held.put(i, Set.of(false));
                priorities.put(i, Set.of(envelope.wishes().urgency()));
            }
        }
    }

    void begun(long id, Envelope envelope, String subject, byte[] content) {
        letters.put(id, new Letter(envelope, subject, content));
    }

    void accepted(long id) {
        letters.get(id).accepted = true;
    }

    void ending(long id, Set<Integer> recipients) {
        letters.get(id).ending.addAll(recipients);
    }

    void ended(long id, Set<Integer> recipients) {
        letters.get(id).ended.addAll(recipients);
    }

    void holding(long id, DomainName domain, boolean now) {
        positions(id, domain).forEach(i -> letters.get(id).held.merge(i, Set.of(now), Expectation::either));
    }

    void held(long id, DomainName domain, boolean now) {
        positions(id, domain).forEach(i -> letters.get(id).held.put(i, Set.of(now)));
    }

    void prioritising(long id, DomainName domain, int now) {
        positions(id, domain).forEach(i -> letters.get(id).priorities.merge(i, Set.of(now), Expectation::either));
    }

    void prioritised(long id, DomainName domain, int now) {
        positions(id, domain).forEach(i -> letters.get(id).priorities.put(i, Set.of(now)));
    }

    private List<Integer> positions(long id, DomainName domain) {
        return CrashSites.positions(letters.get(id).envelope, domain);
    }

    void pausing(SiteName site, boolean now) {
        paused.merge(site, either(Set.of(false), Set.of(now)), Expectation::either);
    }

    void paused(SiteName site, boolean now) {
        paused.put(site, Set.of(now));
    }

    void assigning(int directory) {
        directories = either(directories, Set.of(directory));
    }

    void assigned(int directory) {
        directories = Set.of(directory);
    }

    void backingUp(int ledger) {
        backups = either(backups, Set.of(Optional.of(ledger)));
    }

    void backedUp(int ledger) {
        backups = Set.of(Optional.of(ledger));
    }

    /** How many entries the ledger had when the backup that is there was begun; none if there is none. */
    Set<Optional<Integer>> backups() {
        return backups;
    }

    /** Ways to give the domains sites that were in force or about to be. */
    List<Integer> directories() {
        return directories.stream().sorted().toList();
    }

    private static <T> Set<T> either(Set<T> some, Set<T> others) {
        Set<T> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    /**
     * @throws AssertionError if what was found is not what must be
     */
    void check(Observation found, int directory) {
        letters.forEach((id, letter) -> checkComplete(id, letter, found));
        for (Observation.Seen seen : found.units()) {
            Optional<Letter> letter = Optional.ofNullable(letters.get(seen.id()));
            assertThat(letter).as("never accepted: %s", seen).isPresent();
            check(letter.orElseThrow(), seen, directory);
        }
        paused.forEach((site, ways) -> assertThat(ways)
                .as("whether %s is paused", site)
                .contains(found.paused().contains(site)));
        assertThat(paused.keySet()).as("paused by nobody").containsAll(found.paused());
    }

    private static void checkComplete(long id, Letter letter, Observation found) {
        Set<Integer> there = found.recipients(id);
        Set<Integer> back = new TreeSet<>(there);
        back.retainAll(letter.ended);
        assertThat(back)
                .as("recipients of %d that met their end and are back", id)
                .isEmpty();
        if (letter.accepted) {
            Set<Integer> must = new TreeSet<>(letter.held.keySet());
            must.removeAll(letter.ending);
            assertThat(there).as("recipients of %d that were accepted", id).containsAll(must);
        }
    }

    private static void check(Letter letter, Observation.Seen seen, int directory) {
        assertThat(seen.envelope()).isEqualTo(letter.envelope);
        assertThat(seen.subject()).isEqualTo(letter.subject);
        assertThat(seen.content()).as("content of %s", seen).isEqualTo(ByteBuffer.wrap(letter.content));
        Set<SiteName> sites = seen.recipients().stream()
                .map(i -> CrashSites.siteOf(letter.envelope.recipients().get(i), directory))
                .collect(Collectors.toSet());
        assertThat(sites).as("sites of %s", seen).containsExactly(seen.site());
        int first = seen.recipients().iterator().next();
        assertThat(letter.held.get(first)).as("hold of %s", seen).contains(seen.held());
        assertThat(letter.priorities.get(first)).as("priority of %s", seen).contains(seen.priority());
    }
}
