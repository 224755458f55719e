package org.etrngateway.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts, those built in and an operator's own. */
class WordingTest {
    @TempDir
    private Path folder;

    private static Set<String> placeholders(Template template) {
        return Template.PLACEHOLDER
                .matcher(template.subject() + template.text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBuiltInIsSoundAndWhole(Language language) {
        WordingFile.Read read = Wording.resource(language.code() + ".txt");
        assertThat(read.problems()).isEmpty();
        assertThat(read.templates()).containsOnlyKeys(Section.values());
    }

    @ParameterizedTest
    @EnumSource
    void allLanguagesSayTheSame(Language language) {
        for (Section section : Section.values()) {
            Template english = Wording.STANDARD.of(Language.EN, section);
            Template other = Wording.STANDARD.of(language, section);
            assertThat(placeholders(other)).as(section.word()).isEqualTo(placeholders(english));
        }
    }

    @Test
    void placeholdersAreFilledOnceAndASubjectIsOneLine() {
        Template template = new Template("about {subject}", "<{recipients}> {date} {no-such}");
        Map<Placeholder, String> values = Map.of(
                Placeholder.SUBJECT, "a\r\nBcc: b", Placeholder.RECIPIENTS, "{date} $1 \\", Placeholder.DATE, "now");
        assertThat(template.subject(values)).isEqualTo("about a Bcc: b");
        assertThat(template.text(values)).isEqualTo("<{date} $1 \\> now {no-such}");
    }

    @Test
    void anOperatorsFileReplacesWhatIsInItAndNothingElse() throws IOException {
        Files.writeString(
                folder.resolve("en.txt"), "# ours\n[delayed]\nSubject:  Still here \n\n\nWait.\n\nPlease.\n\n\n");
        Wording.Read read = Wording.in(folder);
        assertThat(read.problems()).isEmpty();
        Wording wording = read.wording();
        assertThat(wording.of(Language.EN, Section.DELAYED)).isEqualTo(new Template("Still here", "Wait.\n\nPlease."));
        assertThat(wording.of(Language.EN, Section.FAILED)).isEqualTo(Wording.STANDARD.of(Language.EN, Section.FAILED));
        assertThat(wording.of(Language.RU, Section.DELAYED))
                .isEqualTo(Wording.STANDARD.of(Language.RU, Section.DELAYED));
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        Files.write(folder.resolve("ru.txt"), new byte[] {'[', (byte) 0xFF});
        assertThat(Wording.in(folder).problems())
                .containsExactly(new Wording.Problem(folder.resolve("ru.txt"), 0, "the file is not UTF-8 text"));
    }

    @Test
    void aLineThatIsTooLongForMailIsNamed() {
        List<WordingFile.Problem> problems =
                WordingFile.read(List.of("[next-soon]", "x".repeat(241))).problems();
        assertThat(problems).containsExactly(new WordingFile.Problem(2, "a line has at most 240 characters"));
    }
}
