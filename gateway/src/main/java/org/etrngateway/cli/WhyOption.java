package org.etrngateway.cli;

import picocli.CommandLine.Option;

/** The reason that an operator gives. */
final class WhyOption {
    @Option(
            names = "--why",
            paramLabel = "TEXT",
            description = "The reason, which the history keeps with your name; up to 200 characters.")
    private String why;

    /** What a request's query says of it, with an ampersand before it; empty if none is given. */
    String query() {
        return AdminClient.parameter("why", why);
    }
}
