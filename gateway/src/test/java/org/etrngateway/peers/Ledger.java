package org.etrngateway.peers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the sender was promised, set against what the sites received. The sender's side is written from
 * many threads, the audit is read when all is quiet.
 */
final class Ledger {
    private final Map<String, Mail> mails = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();

    /** A message is about to be sent: it may arrive from now on. */
    synchronized void offered(Mail mail) {
        mails.put(mail.id(), mail);
    }

    /** The final reply was 250, for these recipients. */
    synchronized void accepted(Mail mail, List<String> recipients) {
        recipients.forEach(recipient -> accepted.add(key(mail.id(), recipient)));
    }

    synchronized int acceptedRecipients() {
        return accepted.size();
    }

    /** The findings against the rules; empty if all is well. Copies are judged by {@link #copies}. */
    synchronized List<String> audit(Collection<Delivery> deliveries) {
        List<String> findings = new ArrayList<>();
        Set<String> missing = new HashSet<>(accepted);
        for (Delivery delivery : deliveries) {
            Mail mail = mails.get(delivery.id());
            if (mail == null) {
                findings.add("never sent: " + delivery.id());
            } else {
                compare(mail, delivery, findings);
                delivery.recipients().forEach(recipient -> missing.remove(key(mail.id(), recipient)));
            }
        }
        missing.forEach(key -> findings.add("lost: " + key));
        return findings;
    }

    private static void compare(Mail mail, Delivery delivery, List<String> findings) {
        if (!mail.content().equals(delivery.content())) {
            findings.add("altered: " + mail + "; " + difference(mail.content(), delivery.content()));
        }
        if (!delivery.sender().equals(mail.sender())) {
            findings.add("other sender: " + mail + "; got <" + delivery.sender() + ">");
        }
        if (!mail.recipients().containsAll(delivery.recipients())) {
            findings.add("other recipient: " + mail + "; got " + delivery.recipients());
        }
    }

    private static String difference(String sent, String got) {
        int at = 0;
        while (at < Math.min(sent.length(), got.length()) && sent.charAt(at) == got.charAt(at)) {
            at++;
        }
        return got.length() + " octets came, the first difference is at " + at + ": " + excerpt(sent, at) + " became "
                + excerpt(got, at);
    }

    private static String excerpt(String text, int at) {
        String part = text.substring(Math.max(0, at - 10), Math.min(text.length(), at + 20));
        return '"' + part.replace("\r", "␍").replace("\n", "␊") + '"';
    }

    /** How often each (message, recipient) came, for those that came more than once. */
    static Map<String, Integer> copies(Collection<Delivery> deliveries) {
        Map<String, Integer> times = new HashMap<>();
        for (Delivery delivery : deliveries) {
            delivery.recipients().forEach(recipient -> times.merge(key(delivery.id(), recipient), 1, Integer::sum));
        }
        times.values().removeIf(count -> count == 1);
        return times;
    }

    private static String key(String id, String recipient) {
        return id + " " + recipient.toLowerCase(Locale.ROOT);
    }
}
