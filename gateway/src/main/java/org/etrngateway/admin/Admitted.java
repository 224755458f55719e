package org.etrngateway.admin;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Who asks, in this request.
 *
 * @param by name and address, for the record
 * @param login empty if the request has a token of its own
 * @param still true as long as he may go on listening
 */
record Admitted(Principal principal, String by, Optional<Logins.Login> login, BooleanSupplier still) {}
