package org.etrngateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be said of the console's files without a browser. */
class ConsoleTest {
    private static final Pattern ENTRY = Pattern.compile("(?m)^  (?:'([^']+)'|(\\w+)): '([^']*)',$");
    /** {@code t('key'} as the scripts call it. */
    private static final Pattern USE = Pattern.compile("\\bt\\('([^']+)'");

    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    @Test
    void bothLanguagesHaveTheSameWordsWithTheSamePlaces() {
        Set<String> english = shapes(text("/words-en.js"));
        assertThat(english).hasSizeGreaterThan(100);
        assertThat(shapes(text("/words-ru.js"))).isEqualTo(english);
    }

    @Test
    void noEntryOfADictionaryIsOverlooked() {
        for (String file : Set.of("/words-en.js", "/words-ru.js")) {
            long lines = text(file)
                    .lines()
                    .filter(line -> line.contains("': ") || line.contains(": '"))
                    .count();
            assertThat(ENTRY.matcher(text(file)).results().count()).as(file).isEqualTo(lines);
        }
    }

    @Test
    void everyWordThatIsUsedIsThere() {
        Set<String> words = ENTRY.matcher(text("/words-en.js"))
                .results()
                .map(ConsoleTest::key)
                .collect(Collectors.toSet());
        for (Asset asset : Console.assets()) {
            Set<String> used =
                    USE.matcher(text(asset)).results().map(use -> use.group(1)).collect(Collectors.toSet());
            assertThat(words).as(asset.path()).containsAll(used);
        }
    }

    @Test
    void everyScriptThatIsImportedIsServed() {
        Set<String> served = Console.assets().stream().map(Asset::path).collect(Collectors.toSet());
        for (Asset asset : Console.assets()) {
            IMPORT.matcher(text(asset))
                    .results()
                    .forEach(use -> assertThat(served).as(asset.path()).contains("/" + use.group(1)));
        }
    }

    /** The policy would keep it from running; but what does not run should not be there. */
    @Test
    void nothingIsInlineAndNothingReadsMarkup() {
        assertThat(text("/"))
                .doesNotContain("<style", "style=", "javascript:")
                .doesNotContainPattern("<script(?! type=\"module\" src=)|\\son\\w+=");
        for (Asset asset : Console.assets()) {
            assertThat(text(asset))
                    .as(asset.path())
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                    .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
        }
    }

    @Test
    void theTagFollowsTheContent() {
        Set<String> tags = Console.assets().stream().map(Asset::tag).collect(Collectors.toSet());
        assertThat(tags).hasSize(Console.assets().size()).allMatch(tag -> tag.matches("\"[0-9a-f]{16}\""));
    }

    private static Set<String> shapes(String dictionary) {
        return ENTRY.matcher(dictionary)
                .results()
                .map(entry -> key(entry)
                        + PLACE.matcher(entry.group(3))
                                .results()
                                .map(MatchResult::group)
                                .sorted()
                                .collect(Collectors.joining(" ", " ", "")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String key(MatchResult entry) {
        return entry.group(1) == null ? entry.group(2) : entry.group(1);
    }

    private static String text(String path) {
        return Console.assets().stream()
                .filter(asset -> asset.path().equals(path))
                .map(ConsoleTest::text)
                .findFirst()
                .orElseThrow();
    }

    private static String text(Asset asset) {
        return new String(asset.octets(), StandardCharsets.UTF_8);
    }
}
