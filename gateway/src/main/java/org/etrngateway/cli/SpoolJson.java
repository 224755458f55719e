package org.etrngateway.cli;

import java.util.Locale;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.spool.Soundness;
import org.etrngateway.queue.spool.SpooledMessage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the tools of the spool tell programs. Stateless. */
final class SpoolJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private SpoolJson() {}

    /**
     * A message: what was said to us at its acceptance, and what became of its recipients. One object, on one line; what
     * was not said is left out.
     */
    static String of(SpooledMessage message) {
        Envelope envelope = message.envelope();
        ObjectNode out = MAPPER.createObjectNode();
        out.put("id", message.id().toString());
        out.put("received", envelope.received().toString());
        out.put("sender", envelope.sender().toString());
        out.put("size", message.size());
        out.put("subject", message.subject());
        out.put("body", envelope.body() == Envelope.Body.EIGHT_BIT_MIME ? "8BITMIME" : "7BIT");
        out.put("smtpUtf8", envelope.smtpUtf8());
        envelope.ret().ifPresent(ret -> out.put("ret", ret.name()));
        envelope.envid().ifPresent(envid -> out.put("envid", envid));
        envelope.wishes().priority().ifPresent(priority -> out.put("priority", priority));
        envelope.wishes().by().ifPresent(by -> out.put("by", by.toString()));
        envelope.wishes().release().ifPresent(release -> out.put("release", release.toString()));
        out.put("notice", envelope.origin() == Envelope.Origin.NOTICE);
        ArrayNode recipients = out.putArray("recipients");
        for (int i = 0; i < envelope.recipients().size(); i++) {
            put(envelope.recipients().get(i), message.states().get(i), recipients.addObject());
        }
        out.put("large", message.large());
        out.put("segment", message.segment()).put("offset", message.offset());
        return MAPPER.writeValueAsString(out);
    }

    /** What a reading of all of it found. */
    static String of(Soundness found) {
        ObjectNode out = MAPPER.createObjectNode();
        out.put("sound", found.isSound());
        out.put("segments", found.segments());
        out.put("records", found.records());
        out.put("largeFiles", found.largeFiles());
        out.put("octets", found.octets());
        out.put("messages", found.messages());
        ArrayNode findings = out.putArray("findings");
        found.findings()
                .forEach(finding ->
                        findings.addObject().put("damage", finding.damage()).put("text", finding.toString()));
        return MAPPER.writeValueAsString(out);
    }

    private static void put(Recipient recipient, SpooledMessage.State state, ObjectNode out) {
        out.put("address", recipient.address().toString());
        out.put("state", state.name().toLowerCase(Locale.ROOT));
        if (!recipient.notices().isEmpty()) {
            ArrayNode notify = out.putArray("notify");
            recipient.notices().stream().sorted().forEach(notice -> notify.add(notice.name()));
        }
        recipient.orcpt().ifPresent(orcpt -> out.put("orcpt", orcpt));
        out.put("outbound", recipient.outbound());
    }
}
