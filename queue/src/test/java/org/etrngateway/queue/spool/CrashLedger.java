package org.etrngateway.queue.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was begun and what was acknowledged, in the order in which it was. It is read by the entry, so that it
 * says for each moment what a crash may and may not have cost. Thread-safe.
 */
final class CrashLedger {
    private final List<Entry> entries;

    CrashLedger() {
        this(List.of());
    }

    private CrashLedger(List<Entry> before) {
        entries = new ArrayList<>(before);
    }

    private record Entry(String text, Consumer<Expectation> effect) {}

    synchronized void add(String text, Consumer<Expectation> effect) {
        entries.add(new Entry(text, effect));
    }

    synchronized int size() {
        return entries.size();
    }

    /** What is to be found by the first entries. */
    synchronized Expectation at(int size) {
        Expectation expectation = new Expectation();
        entries.subList(0, size).forEach(entry -> entry.effect.accept(expectation));
        return expectation;
    }

    /** A ledger that goes on from the first entries of this one. */
    synchronized CrashLedger from(int size) {
        return new CrashLedger(entries.subList(0, size));
    }

    /** The first entries, a line each. */
    synchronized List<String> tell(int size) {
        return entries.subList(0, size).stream().map(Entry::text).toList();
    }
}
