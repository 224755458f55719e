package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Reads what {@link FieldWriter} wrote, field by field; fields with unknown tags are for the caller to skip. */
final class FieldReader {
    private final ByteBuffer rest;
    private int tag;
    private byte[] value = {};

    FieldReader(byte[] fields) {
        rest = ByteBuffer.wrap(fields);
    }

    /** Steps to the next field; false if there is none. */
    boolean next() throws DamagedException {
        if (!rest.hasRemaining()) {
            return false;
        }
        tag = rest.get() & 0xff;
        long length = varint(rest);
        if (length < 0 || length > rest.remaining()) {
            throw new DamagedException("a field is longer than its record");
        }
        value = new byte[(int) length];
        rest.get(value);
        return true;
    }

    int tag() {
        return tag;
    }

    /** The field as it stands. */
    byte[] octets() {
        return value.clone();
    }

    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    long number() throws DamagedException {
        long zigzag = varint(ByteBuffer.wrap(value));
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    int smallNumber() throws DamagedException {
        long number = number();
        if (number != (int) number) {
            throw new DamagedException("a number is out of its range");
        }
        return (int) number;
    }

    boolean flag() throws DamagedException {
        return number() != 0;
    }

    Instant instant() throws DamagedException {
        ByteBuffer numbers = ByteBuffer.wrap(value);
        long second = varint(numbers);
        long nano = varint(numbers);
        try {
            return Instant.ofEpochSecond(second, nano);
        } catch (DateTimeException | ArithmeticException e) {
            throw new DamagedException("an instant is out of its range", e);
        }
    }

    <E extends Enum<E>> E constant(Class<E> type) throws DamagedException {
        try {
            return Enum.valueOf(type, text());
        } catch (IllegalArgumentException e) {
            throw new DamagedException("a field has a value that this version does not know", e);
        }
    }

    FieldReader nested() {
        return new FieldReader(value);
    }

    Set<Integer> numbers() throws DamagedException {
        Set<Integer> numbers = new HashSet<>();
        ByteBuffer octets = ByteBuffer.wrap(value);
        while (octets.hasRemaining()) {
            long number = varint(octets);
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new DamagedException("a position is out of its range");
            }
            numbers.add((int) number);
        }
        return numbers;
    }

    private static long varint(ByteBuffer from) throws DamagedException {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!from.hasRemaining()) {
                break;
            }
            byte b = from.get();
            result |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return result;
            }
        }
        throw new DamagedException("a number does not end");
    }
}
