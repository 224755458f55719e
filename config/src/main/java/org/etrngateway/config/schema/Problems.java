package org.etrngateway.config.schema;

import java.nio.file.Path;

/** Takes the problems that reading finds. Reading goes on after each. */
public interface Problems {
    /** For reading what cannot have a problem. */
    Problems FORBIDDEN = new Problems() {
        @Override
        public void report(Path file, int line, String key, String text) {
            throw new IllegalStateException(key + " " + text);
        }

        @Override
        public int count() {
            return 0;
        }
    };

    /**
     * @param line from 1; 0 where the problem has none
     * @param key the dotted path of the key; empty where the problem has none
     */
    void report(Path file, int line, String key, String text);

    /** How many were reported so far. */
    int count();
}
