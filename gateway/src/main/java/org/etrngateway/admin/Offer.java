package org.etrngateway.admin;

import java.util.function.Supplier;
import org.etrngateway.doctor.Doctor;

/**
 * What the HTTP interface has to offer.
 *
 * @param operations about sites
 * @param mail about messages
 * @param transfers of mail to elsewhere, and from there
 * @param doctor for the self-test
 * @param figures those of the moment, for a monitoring system
 */
public record Offer(
        Operations operations, HeldMail mail, Transfers transfers, Doctor doctor, Supplier<String> figures) {}
