// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.workspace.erasures.Keeping;
import dev.chaperone.workspace.openings.Content;
import dev.chaperone.workspace.openings.Opening;
import dev.chaperone.workspace.openings.ShownBody;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the pages about captured content say.
final class CapturePagesTest {
    private static final String ATTACK = "<script>alert(1)</script>";
    private static final Moment NOW = Moment.of(Samples.NOW, Samples.NOW);

    @Test
    void showsACapturedScriptAsText() {
        String page = content(text(ATTACK, true, ShownBody.Comparison.MATCHES));
        assertThat(page)
                .contains("&lt;script&gt;alert(1)", "Matches the record")
                .doesNotContain(ATTACK);
    }

    @Test
    void showsWhatWouldTurnOrHideOtherCharactersAsASign() {
        String page = content(text("a\u202Eb\u0000c\u2066d", true, ShownBody.Comparison.MATCHES));
        assertThat(page).contains("a\uFFFDb\uFFFDc\uFFFDd");
    }

    @Test
    void saysLoudlyThatATextIsNotTheOneOfTheRecord() {
        assertThat(content(text("x", true, ShownBody.Comparison.DIFFERS)))
                .contains("mark blocked", "Does not match the record", "Do not rely on");
    }

    @Test
    void neverSaysOfAMaskedTextThatItMatches() {
        assertThat(content(text("***", false, ShownBody.Comparison.NOT_COMPARABLE)))
                .contains("Can not be compared with the record")
                .doesNotContain("Matches the record");
    }

    @Test
    void saysThatALongTextGoesOnInTheFile() {
        String page = content(text("y".repeat(300_000), true, ShownBody.Comparison.MATCHES));
        assertThat(page).contains("the file holds all of it", "300,000 bytes");
        assertThat(page.length()).isLessThan(250_000);
    }

    @Test
    void saysWhyThereIsNothingToShow() {
        assertThat(content(new ShownBody.Nothing(Side.ANSWER, "Its text is not kept.")))
                .contains("Its text is not kept.")
                .doesNotContain("Download");
    }

    @Test
    void teachesWhereNothingIsCaptured() {
        assertThat(captures(empty(), null))
                .contains(
                        "Nothing is kept now",
                        "Nothing waits",
                        "Nobody has asked to read",
                        "No hold",
                        "None. An erasure",
                        "None. What expires")
                .doesNotContain("Hold captured content…", "Erase what was captured");
    }

    @Test
    void offersADecisionOnlyToWhomItIsOpen() {
        assertThat(captures(waiting(null), null))
                .contains("aria-label=\"Approve: Open a request of Ada\"")
                .contains("/captures/openings/opening_1/approve");
        assertThat(captures(waiting("You asked for it: another person has to decide."), null))
                .contains("another person has to decide")
                .doesNotContain("/captures/openings/opening_1/approve");
    }

    @Test
    void showsReasonsAsText() {
        assertThat(captures(waiting(null), ATTACK))
                .contains("&lt;script&gt;")
                .doesNotContain(ATTACK);
    }

    @Test
    void tellsThePersonConcernedWhenAndWhyItWasOpened() {
        CapturedView view =
                new CapturedView(
                        Samples.INTERACTION,
                        List.of(
                                new CapturedView.BodyRow(
                                        "Prompt",
                                        CapturedSection.level(CaptureLevel.FULL),
                                        CaptureMarks.of((Keeping) null),
                                        "Until then.")),
                        List.of(
                                new CapturedView.OpenedRow(
                                        "opening_1",
                                        new Mark("warned", "eye", "Opened"),
                                        "Opened (prompt) on Tuesday.",
                                        "Incident 4711.",
                                        null)),
                        false,
                        false,
                        false,
                        null);
        Map<String, Object> model = new HashMap<>();
        model.put("it", Samples.interaction(Effect.ALLOWED, Samples.outcome()));
        model.put("captured", view);
        assertThat(Rendering.of("interaction", Samples.ADMINISTRATOR, model))
                .contains("Captured content", "full: the exact bytes", "Opened (prompt) on Tuesday")
                .contains("Incident 4711.")
                .doesNotContain("Ask to open", "All captures");
    }

    private static String content(ShownBody body) {
        Opening opening =
                new Opening(
                        "opening_" + "o".repeat(26),
                        Samples.INTERACTION,
                        12,
                        Samples.ADA,
                        new Petition("Incident 4711.", Samples.ADA, null, Samples.NOW, null),
                        11,
                        null,
                        List.of());
        return checked(
                Rendering.of(
                        "capture-content",
                        Samples.ADMINISTRATOR,
                        Map.of(
                                "content",
                                ContentView.of(new Content(opening, 99, List.of(body))))));
    }

    private static ShownBody text(String text, boolean exact, ShownBody.Comparison comparison) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ShownBody.Text(
                Side.PROMPT, CaptureLevel.FULL, bytes, bytes.length, exact, comparison);
    }

    private static String captures(CapturesView view, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("captures", view);
        model.put("problem", problem);
        return checked(Rendering.of("captures", Samples.ADMINISTRATOR, model));
    }

    private static String checked(String page) {
        assertThat(page)
                .doesNotContain(" style=")
                .doesNotContain("javascript:")
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContainPattern("<script(?![^>]* src=\")");
        return page;
    }

    private static CapturesView empty() {
        return view(List.of(), false);
    }

    private static CapturesView waiting(@Nullable String hindrance) {
        return view(
                List.of(
                        new CapturesView.Wish(
                                "opening_1",
                                "Open",
                                "a request of Ada",
                                "/activity/x",
                                "Incident 4711.",
                                "Grace",
                                NOW,
                                NOW,
                                "/captures/openings/opening_1",
                                hindrance)),
                true);
    }

    private static CapturesView view(List<CapturesView.Wish> waiting, boolean manage) {
        return new CapturesView(
                new CapturesView.Disk(
                        "0 bodies", "0 bytes", "0 drawers", "0 drawers", null, NOW, true),
                "Opening captured content takes two people.",
                new CapturesView.Rights(manage),
                waiting,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
