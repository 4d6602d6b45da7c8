// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ConditionsTest {
    private static final Conditions CONDITIONS =
            new Conditions(
                    Map.of(
                            "tool", ValueType.TEXT,
                            "person.teams", ValueType.TEXTS,
                            "repository.class", ValueType.TEXT,
                            "at", ValueType.TIME,
                            "prompt.bytes", ValueType.NUMBER,
                            "scanned", ValueType.TRUTH,
                            "detected", ValueType.COUNTS));

    private static final Map<String, Object> VALUES =
            Map.of(
                    "tool",
                    "claude-code",
                    "person.teams",
                    List.of("Cloud", "Platform"),
                    "repository.class",
                    "confidential",
                    "at",
                    Instant.parse("2026-11-29T10:00:00Z"),
                    "prompt.bytes",
                    2_000L,
                    "scanned",
                    true,
                    "detected",
                    Map.of("payment-card", 3L));

    @Test
    void judgesByTheValues() throws Exception {
        assertThat(holds("tool == 'claude-code' && 'Cloud' in person.teams")).isTrue();
        assertThat(holds("tool == 'cursor' || !scanned")).isFalse();
        assertThat(holds("prompt.bytes > 1999 && detected['payment-card'] >= 3")).isTrue();
        assertThat(holds("person.teams.exists(team, team.startsWith('Plat'))")).isTrue();
        // A Sunday in Berlin.
        assertThat(holds("at.getDayOfWeek('Europe/Berlin') == 0")).isTrue();
        assertThat(holds("tool.matches('^claude-[a-z]+$')")).isTrue();
    }

    @Test
    void asksOnlyForTheNamesThatItComesTo() throws Exception {
        List<String> asked = new ArrayList<>();
        CONDITIONS
                .compile("tool == 'cursor' && repository.class == 'secret'")
                .holds(name -> {
                    asked.add(name);
                    return VALUES.get(name);
                });

        assertThat(asked).contains("tool").doesNotContain("repository.class");
    }

    @Test
    void saysThatItCanNotJudge() throws Exception {
        Condition condition = CONDITIONS.compile("detected['iban'] > 0");

        assertThatExceptionOfType(UnjudgedException.class)
                .isThrownBy(() -> condition.holds(VALUES::get));
    }

    @Test
    void refusesWhatIsNoConditionWithItsPlace() {
        assertThat(fault("tool = 'x'")).contains("line 1, character 6");
        assertThat(fault("tool ==\n  3")).contains("no matching overload");
        assertThat(fault("tools == 'x'")).contains("undeclared reference to 'tools'");
        assertThat(fault("person.name == 'x'")).contains("undeclared reference");
        assertThat(fault("prompt.bytes")).contains("expected type 'bool' but found 'int'");
        assertThat(fault("")).isNotEmpty();
        assertThat(fault("tool == '" + "x".repeat(Conditions.LONGEST) + "'")).contains("size");
        assertThat(fault("(".repeat(500) + "true" + ")".repeat(500))).isNotEmpty();
    }

    @Test
    void refusesWhatIsTooExpensive() {
        String nested =
                "person.teams.exists(a, person.teams.exists(b, person.teams.exists(c, a + b == c)))";

        assertThat(fault(nested)).contains("too expensive").contains("loops in loops");
        assertThat(fault("tool == '1'" + " || tool == '1'".repeat(400))).isNotEmpty();
    }

    @Test
    void seesWhatIsNecessary() throws Exception {
        assertThat(necessary("tool == 'cursor' && prompt.bytes > 3"))
                .containsExactly(new Necessary("tool", Set.of("cursor")));
        assertThat(necessary("'confidential' == repository.class && 'Cloud' in person.teams"))
                .containsExactly(
                        new Necessary("repository.class", Set.of("confidential")),
                        new Necessary("person.teams", Set.of("Cloud")));
        assertThat(necessary("tool in ['a', 'b'] && scanned"))
                .containsExactly(new Necessary("tool", Set.of("a", "b")));
        assertThat(necessary("(tool == 'a' && scanned) || tool == 'b'"))
                .containsExactly(new Necessary("tool", Set.of("a", "b")));
    }

    @Test
    void seesNothingNecessaryWhereItIsNot() throws Exception {
        assertThat(necessary("tool == 'a' || repository.class == 'b'")).isEmpty();
        assertThat(necessary("!(tool == 'a')")).isEmpty();
        assertThat(necessary("tool != 'a'")).isEmpty();
        assertThat(necessary("tool in ['a', repository.class]")).isEmpty();
        assertThat(necessary("person.teams.exists(team, team == 'Cloud')")).isEmpty();
        assertThat(necessary("'payment-card' in detected && true"))
                .containsExactly(new Necessary("detected", Set.of("payment-card")));
    }

    @Test
    void seesWhichConditionIsTrueWheneverAnotherIs() throws Exception {
        assertThat(covers("tool == 'a'", "tool == 'a' && scanned")).isTrue();
        assertThat(covers("tool in ['a', 'b']", "tool == 'b'")).isTrue();
        assertThat(covers("tool == 'a' || tool == 'b'", "scanned && 'b' == tool")).isTrue();
        assertThat(covers("true", "scanned")).isTrue();
        assertThat(covers("1 < 2 || scanned", "scanned")).isTrue();

        assertThat(covers("tool == 'a' && scanned", "tool == 'a'")).isFalse();
        assertThat(covers("tool == 'a' && scanned", "tool == 'a' && scanned")).isFalse();
        assertThat(covers("tool == 'b'", "tool in ['a', 'b']")).isFalse();
        assertThat(covers("tool == 'a' || scanned", "tool == 'a'")).isFalse();
        assertThat(covers("!(tool == 'a')", "tool == 'b'")).isFalse();
    }

    @Test
    void seesWhatIsTheSameWhateverTheValuesAre() throws Exception {
        assertThat(CONDITIONS.compile("1 == 2").constant()).contains(false);
        assertThat(CONDITIONS.compile("true").constant()).contains(true);
        assertThat(CONDITIONS.compile("tool == 'a' && false").constant()).contains(false);
        assertThat(CONDITIONS.compile("tool == 'a'").constant()).isEmpty();
        assertThat(CONDITIONS.compile("1 / 0 == 1").constant()).isEmpty();
    }

    private static boolean covers(String text, String other) throws Exception {
        return CONDITIONS.compile(text).covers(CONDITIONS.compile(other));
    }

    private static List<Necessary> necessary(String text) throws Exception {
        return CONDITIONS.compile(text).necessary();
    }

    private static boolean holds(String text) throws Exception {
        return CONDITIONS.compile(text).holds(VALUES::get);
    }

    private static String fault(String text) {
        try {
            CONDITIONS.compile(text);
            return "";
        } catch (InvalidConditionException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
