package org.etrngateway.cli;

/** What our process says with its end: the numbers of sysexits.h, which mail software has used for ages. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 64;
    /** What was read is damaged. */
    static final int DATA = 65;

    static final int UNAVAILABLE = 69;
    static final int IO_ERROR = 74;
    static final int TEMPORARY = 75;
    static final int PROTOCOL = 76;
    static final int NO_PERMISSION = 77;
    static final int CONFIG = 78;

    private ExitCode() {}
}
