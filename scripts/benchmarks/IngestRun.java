/**
 * What one server did at one point of {@link Ingest}.
 *
 * @param cpu seconds of processor time from the begin of the measurement on
 * @param held messages in its queue at the end
 * @param behind what it still had to work into its lists then
 */
record IngestRun(String server, Tally tally, double cpu, long held, long behind) {
    static final String OURS = "gateway";

    /** Messages a second. */
    double rate() {
        return tally.rate();
    }

    /** Processor seconds for 1 000 messages. */
    double effort() {
        return 1000 * cpu / tally.sinceBegin();
    }

    /** All that was accepted is in the queue, and in the lists. */
    boolean isComplete() {
        return held == tally.all() && behind == 0;
    }
}
