package org.etrngateway.notice;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.etrngateway.wording.Language;
import org.etrngateway.wording.Placeholder;
import org.etrngateway.wording.Template;
import org.etrngateway.wording.Wording;

/** The words of a notice for people: its subject, and the text, in lines that end in CRLF. */
final class NoticeText {
    private final Wording wording;
    private final Language language;
    private final Template template;
    private final Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);

    /**
     * @param gateway who reports
     * @param subject of the message
     */
    NoticeText(Wording wording, Language language, String gateway, String subject, Notice notice) {
        this.wording = wording;
        this.language = language;
        template = wording.of(language, notice.report().section());
        values.put(Placeholder.GATEWAY, gateway);
        values.put(Placeholder.SUBJECT, subject);
        values.put(Placeholder.DATE, date(notice.envelope().received()));
        notice.until().ifPresent(until -> values.put(Placeholder.UNTIL, date(until)));
        values.put(Placeholder.NEXT, next(notice.next()));
        values.put(Placeholder.RECIPIENTS, recipients(notice));
    }

    private String next(Next next) {
        return wording.of(language, next.sentence())
                .text(next.time()
                        .map(time -> Map.of(Placeholder.TIME, date(time)))
                        .orElse(Map.of()));
    }

    private static String recipients(Notice notice) {
        return notice.about().stream()
                .map(it -> "<" + it.recipient().address() + ">" + (it.reply().isEmpty() ? "" : "\n    " + it.reply()))
                .collect(Collectors.joining("\n\n"));
    }

    private String date(Instant when) {
        return DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", language.locale())
                .format(when.atZone(ZoneId.systemDefault()));
    }

    String subject() {
        return template.subject(values);
    }

    String text() {
        return template.text(values).replace("\n", "\r\n") + "\r\n";
    }
}
