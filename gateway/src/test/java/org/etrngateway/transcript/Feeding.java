package org.etrngateway.transcript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How the segments of a transcript are cut into pieces. */
public enum Feeding {
    SEGMENTS,
    OCTETS,
    RANDOM;

    List<byte[]> pieces(byte[] segment, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < segment.length) {
            int length = switch (this) {
                case SEGMENTS -> segment.length;
                case OCTETS -> 1;
                case RANDOM -> 1 + random.nextInt(20);
            };
            int to = Math.min(segment.length, from + length);
            pieces.add(Arrays.copyOfRange(segment, from, to));
            from = to;
        }
        return pieces;
    }
}
