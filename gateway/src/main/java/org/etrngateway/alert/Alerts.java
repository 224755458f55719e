package org.etrngateway.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is amiss now, and was told. A matter is over when it has been gone for a while, so that one that comes and goes
 * from minute to minute is told once. What was told lies in a file: a crash between telling and writing tells it again,
 * which is better than never. Thread-safe.
 */
public final class Alerts {
    /** For so long a matter must be gone until it is over. */
    static final Duration CALM = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final Supplier<Map<Matter, String>> amiss;
    private final AlertFile file;
    private final List<Messenger> messengers;
    private final Clock clock;
    private final Map<Matter, Alert> standing = new TreeMap<>();
    private final Map<Matter, Instant> goneSince = new HashMap<>();

    /**
     * Reads what the last run told.
     *
     * @param clock gives the times that people are told
     */
    public Alerts(Watch watch, AlertFile file, List<Messenger> messengers, Clock clock) {
        this(watch::look, file, messengers, clock);
    }

    Alerts(Supplier<Map<Matter, String>> amiss, AlertFile file, List<Messenger> messengers, Clock clock) {
        this.amiss = amiss;
        this.file = file;
        this.messengers = List.copyOf(messengers);
        this.clock = clock;
        file.read().forEach(alert -> standing.put(alert.matter(), alert));
    }

    /** What is amiss now, in order. */
    public synchronized List<Alert> standing() {
        return List.copyOf(standing.values());
    }

    /** Looks, and tells what is new; to be called each minute or so, by one thread. */
    public void look() {
        News news = compare(amiss.get(), clock.instant());
        if (!news.isEmpty()) {
            news.begun().forEach(alert -> LOG.warn("ALERT {}", alert));
            news.over().forEach(alert -> LOG.info("ALERT over: {}", alert));
            messengers.forEach(messenger -> messenger.tell(news));
            file.write(standing());
        }
    }

    private synchronized News compare(Map<Matter, String> now, Instant at) {
        List<Alert> begun = new ArrayList<>();
        new TreeMap<>(now).forEach((matter, text) -> {
            goneSince.remove(matter);
            if (!standing.containsKey(matter)) {
                Alert alert = new Alert(matter.condition(), matter.site(), at, text);
                standing.put(matter, alert);
                begun.add(alert);
            }
        });
        List<Alert> over = standing.values().stream()
                .filter(alert -> !now.containsKey(alert.matter()))
                .filter(alert -> isCalm(alert.matter(), at))
                .toList();
        over.forEach(alert -> {
            standing.remove(alert.matter());
            goneSince.remove(alert.matter());
        });
        return new News(at, begun, over);
    }

    private boolean isCalm(Matter matter, Instant at) {
        Instant since = goneSince.computeIfAbsent(matter, first -> at);
        // A clock that was set back begins anew.
        if (at.isBefore(since)) {
            goneSince.put(matter, at);
        }
        return !at.isBefore(since.plus(CALM));
    }
}
