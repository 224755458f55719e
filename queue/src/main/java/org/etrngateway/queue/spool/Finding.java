package org.etrngateway.queue.spool;

import java.util.OptionalLong;

/**
 * Something about a spool that an operator should know. Immutable.
 *
 * @param damage true if mail may be lost or cannot be read; false if the next start, or nobody, minds
 * @param file below the folder of the spool; empty text: the spool as a whole
 * @param offset in the file, in octets, where that says something
 * @param text in words, one line
 */
public record Finding(boolean damage, String file, OptionalLong offset, String text) {
    static Finding damage(String file, String text) {
        return new Finding(true, file, OptionalLong.empty(), text);
    }

    static Finding damage(String file, long offset, String text) {
        return new Finding(true, file, OptionalLong.of(offset), text);
    }

    static Finding note(String file, String text) {
        return new Finding(false, file, OptionalLong.empty(), text);
    }

    static Finding note(String file, long offset, String text) {
        return new Finding(false, file, OptionalLong.of(offset), text);
    }

    /** {@code segments/0000000000000001.seg, offset 1234: what is the matter}. */
    @Override
    public String toString() {
        String where = offset.isPresent() ? file + ", offset " + offset.getAsLong() : file;
        return where.isEmpty() ? text : where + ": " + text;
    }
}
