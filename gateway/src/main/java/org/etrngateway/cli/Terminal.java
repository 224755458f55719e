package org.etrngateway.cli;

import java.util.Map;

/**
 * Where standard output goes. Java cannot tell, so the launcher does: by the property {@code gateway.output}, which is
 * there if it is a terminal, and by COLUMNS. Immutable.
 *
 * @param width of a line in characters; what goes to a file or another program is not cut
 * @param isColoured whether colours are seen and wanted (NO_COLOR, TERM=dumb)
 */
record Terminal(int width, boolean isLookedAt, boolean isColoured) {
    private static final int USUAL = 80;
    private static final int LEAST = 20;

    static Terminal ofOutput() {
        return of(Boolean.getBoolean("gateway.output"), System.getenv());
    }

    static Terminal of(boolean isLookedAt, Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        int otherwise = isLookedAt ? USUAL : Integer.MAX_VALUE;
        return new Terminal(width(environment.get("COLUMNS"), otherwise), isLookedAt, isLookedAt && !plain);
    }

    private static int width(String columns, int otherwise) {
        try {
            int said = columns == null ? 0 : Integer.parseInt(columns);
            // A terminal that does not know says 0.
            return said <= 0 ? otherwise : Math.max(LEAST, said);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
