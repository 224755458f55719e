package org.etrngateway.config;

import java.util.List;

/**
 * What a site may send through us.
 *
 * @param from as whom; none: as its own domains
 */
public record SubmissionConfig(List<SenderPattern> from) {
    public static final SubmissionConfig STANDARD = new SubmissionConfig(List.of());

    public SubmissionConfig {
        from = List.copyOf(from);
    }
}
