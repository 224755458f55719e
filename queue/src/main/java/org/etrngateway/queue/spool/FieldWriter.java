package org.etrngateway.queue.spool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;

/** Writes a list of fields: {@code tag (1) | length (varint) | octets}. */
final class FieldWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    FieldWriter put(int tag, byte[] value) {
        out.write(tag);
        varint(out, value.length);
        out.writeBytes(value);
        return this;
    }

    FieldWriter put(int tag, String value) {
        return put(tag, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A signed number, small ones short. */
    FieldWriter put(int tag, long value) {
        ByteArrayOutputStream number = new ByteArrayOutputStream(10);
        varint(number, value << 1 ^ value >> 63);
        return put(tag, number.toByteArray());
    }

    FieldWriter put(int tag, Instant value) {
        ByteArrayOutputStream numbers = new ByteArrayOutputStream(14);
        varint(numbers, value.getEpochSecond());
        varint(numbers, value.getNano());
        return put(tag, numbers.toByteArray());
    }

    /** An enum by its name: names on disk must stay. */
    FieldWriter put(int tag, Enum<?> value) {
        return put(tag, value.name());
    }

    FieldWriter put(int tag, FieldWriter nested) {
        return put(tag, nested.bytes());
    }

    /** A set of small numbers. */
    FieldWriter putAll(int tag, Collection<Integer> values) {
        ByteArrayOutputStream numbers = new ByteArrayOutputStream();
        values.stream().sorted().forEach(value -> varint(numbers, value));
        return put(tag, numbers.toByteArray());
    }

    /** Octets so far. */
    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream to, long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            to.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }
}
