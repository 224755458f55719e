package org.etrngateway.admin;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.etrngateway.address.AccountName;
import org.etrngateway.log.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whose a request is, and whether he may. A request has a token of its own, or the cookie of a login; with the
 * cookie, one that changes something must show the login's CSRF token besides. Who fails to log in too often waits, and
 * who asks too often; who has a good token never waits for those who guess beside him. Thread-safe.
 */
final class Gate {
    static final String CSRF = "X-CSRF-Token";
    static final String COOKIE = "etrn-console";
    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    private static final String BEARER = "Bearer ";
    private static final Principal COMMAND_LINE =
            new Principal(new AccountName("operator"), Role.ADMIN, Optional.empty());
    /** Without inline scripts and styles, whatever got into a page by way of a mail stays text. */
    static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                            + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'");

    private final String ownHash;
    private final TokensFile tokens;
    private final Predicate<String> isOurs;
    private final Logins logins;
    private final Attempts attempts;
    private final Attempts guesses;
    private final Pace pace;

    /**
     * @param ownToken that of the access file
     * @param isOurs whether a Host header names us
     */
    Gate(String ownToken, TokensFile tokens, Predicate<String> isOurs, Clock clock) {
        this.ownHash = TokensFile.hashOf(ownToken);
        this.tokens = tokens;
        this.isOurs = isOurs;
        this.logins = new Logins(clock);
        this.attempts = new Attempts(clock);
        this.guesses = new Attempts(clock);
        this.pace = new Pace(clock);
    }

    /** Before anything else: a request under another name may come from a page made to lead here (DNS rebinding). */
    void receive(Context context) {
        HEADERS.forEach(context::header);
        if (!isOurs.test(header(context, "Host"))) {
            throw new HttpResponseException(421, "this name is not ours: use the address of the setting admin, bind");
        }
    }

    /** Lets a request through to a route, or not. */
    Admitted admit(Context context, Route route) {
        Admitted by = identify(context, route.changes());
        if (!by.principal().role().covers(route.least())) {
            throw new HttpResponseException(
                    403,
                    by.principal().role() == Role.MONITOR
                            ? "a token of the role monitor reads /metrics and nothing else"
                            : "this needs the role " + route.least().word());
        }
        return by;
    }

    /**
     * Opens a login.
     *
     * @param token as the operator typed it
     */
    Admitted login(Context context, String token) {
        String address = context.req().getRemoteAddr();
        if (!attempts.mayTry(address)) {
            throw tooOften(context, Attempts.PAUSE, "too many logins have failed");
        }
        String hash = TokensFile.hashOf(token);
        // Pages have nothing for a monitoring system.
        Optional<Principal> principal = holderOf(hash).filter(holder -> holder.role() != Role.MONITOR);
        if (principal.isEmpty()) {
            attempts.failed(address);
            log.atWarn().addKeyValue("address", address).log("login failed");
            throw new HttpResponseException(401, "no such token: `gateway token add` makes one");
        }
        Logins.Login login = logins.open(hash);
        // A proxy that says so speaks HTTPS with the browser; who says so falsely harms himself.
        String secure = header(context, "X-Forwarded-Proto").equals("https") ? "; Secure" : "";
        context.header("Set-Cookie", COOKIE + "=" + login.id() + "; Path=/; HttpOnly; SameSite=Strict" + secure);
        Admitted by = admitted(context, principal.get(), Optional.of(login));
        log.atInfo().addKeyValue("by", by.by()).log("logged in");
        return by;
    }

    void logout(Context context, Admitted by) {
        by.login().ifPresent(login -> logins.close(login.id()));
        context.header("Set-Cookie", COOKIE + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    }

    private Admitted identify(Context context, boolean changes) {
        String given = header(context, "Authorization");
        if (!given.isEmpty()) {
            String hash = TokensFile.hashOf(given.startsWith(BEARER) ? given.substring(BEARER.length()) : "");
            Principal principal = holderOf(hash).orElseThrow(() -> guessed(context));
            slow(context, hash);
            return admitted(context, principal, Optional.empty());
        }
        Logins.Login login =
                Optional.ofNullable(context.cookie(COOKIE)).flatMap(logins::use).orElseThrow(() -> stranger(context));
        if (changes && !same(login.csrf(), header(context, CSRF))) {
            throw new HttpResponseException(403, "the header " + CSRF + " is missing or not that of this login");
        }
        Principal principal = holderOf(login.hash()).orElseThrow(() -> stranger(context));
        slow(context, login.hash());
        return admitted(context, principal, Optional.of(login));
    }

    /** The command line may ask as often as it likes: who has its token owns the machine. */
    private void slow(Context context, String hash) {
        Duration wait = same(ownHash, hash) ? Duration.ZERO : pace.ask(hash);
        if (!wait.isZero()) {
            throw tooOften(context, wait, "this token asks too often");
        }
    }

    private HttpResponseException guessed(Context context) {
        String address = context.req().getRemoteAddr();
        if (!guesses.mayTry(address)) {
            return tooOften(context, Attempts.PAUSE, "too many wrong tokens");
        }
        guesses.failed(address);
        return stranger(context);
    }

    private static HttpResponseException tooOften(Context context, Duration wait, String what) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        context.header("Retry-After", Long.toString(seconds));
        return new HttpResponseException(429, what + ": try again in " + seconds + " s");
    }

    private Admitted admitted(Context context, Principal principal, Optional<Logins.Login> login) {
        String by = principal.name() + " at " + Printable.of(context.req().getRemoteAddr());
        return new Admitted(
                principal,
                by,
                login,
                () -> login.map(Logins.Login::id)
                        .filter(id -> !logins.isOpen(id))
                        .isEmpty());
    }

    private Optional<Principal> holderOf(String hash) {
        return same(ownHash, hash) ? Optional.of(COMMAND_LINE) : tokens.holderOf(hash);
    }

    private static HttpResponseException stranger(Context context) {
        context.header("WWW-Authenticate", "Bearer");
        return new HttpResponseException(401, "a token is needed: log in, or send one in the header Authorization");
    }

    private static String header(Context context, String name) {
        return Optional.ofNullable(context.header(name)).orElse("");
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
