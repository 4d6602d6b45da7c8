// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.activity.Agreement;
import dev.chaperone.workspace.activity.Projection;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class WhatPagesSayTest {
    private static final String ATTACK = "<script>alert(1)</script>";
    private static final Shell AUDITOR =
            new Shell(
                    true,
                    "Ines Baptista",
                    "auditor",
                    List.of(
                            new Shell.Group(
                                    "Use",
                                    List.of(
                                            new Shell.Way("/", "Home"),
                                            new Shell.Way("/activity", "Activity")))),
                    Set.of("activity"));

    @Nested
    class Escaping {
        @Test
        void showsARepositoryNamedLikeAScriptAsTextInTheTable() {
            String page = activity(List.of(Samples.row(3, Effect.ALLOWED, ATTACK)), false);
            assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain(ATTACK);
        }

        @Test
        void showsItAsTextInTheDetailAndInTheRawEntry() {
            LeafView intent = Samples.intent(Effect.BLOCKED, ATTACK);
            String page =
                    Rendering.of(
                            "interaction",
                            Samples.ADMINISTRATOR,
                            Map.of("it", Samples.interaction(intent, null)));
            assertThat(page)
                    .contains("&lt;script&gt;alert(1)")
                    .contains("repository=%3Cscript%3E")
                    .doesNotContain(ATTACK);
        }

        @Test
        void hasNoScriptAndNoStyleInAnyPage() {
            for (String page :
                    List.of(
                            activity(List.of(Samples.row(3, Effect.BLOCKED, "r")), false),
                            home(false),
                            home(true),
                            interaction(Effect.BLOCKED, null),
                            policy())) {
                assertThat(page)
                        .doesNotContain(" style=")
                        .doesNotContain("<style")
                        .doesNotContain("javascript:")
                        .doesNotContainPattern("\\son[a-z]+=")
                        .doesNotContainPattern("<script(?![^>]* src=\")");
            }
        }
    }

    @Nested
    class EmptyStates {
        @Test
        void teachesTheFirstStepsWhereNothingIsRecorded() {
            assertThat(home(true))
                    .contains("Nothing has come through yet", "base-url:", "chaperone token create")
                    .contains("curl http://127.0.0.1:8601/v1/messages");
        }

        @Test
        void callsNoDataNoDataAndNeverAShareOfNothing() {
            assertThat(home(true))
                    .contains("No data")
                    .doesNotContain("%)", "NaN", "mark allowed\">A");
        }

        @Test
        void tellsNothingYetFromNothingThatMatches() {
            assertThat(activity(List.of(), false)).contains("Nothing yet");
            assertThat(activity(List.of(), true)).contains("No request matches");
        }

        @Test
        void saysThatAPersonHasNoToken() {
            PersonView person =
                    new PersonView(
                            "p",
                            "Ada",
                            "a@b.c",
                            "developer",
                            "",
                            "",
                            "",
                            new EmploymentView("", "", "", "", "", "", ""),
                            true,
                            List.of(),
                            true,
                            true,
                            true);
            assertThat(person(Samples.ADMINISTRATOR, person)).contains("No token yet");
        }
    }

    @Nested
    class OneRequest {
        @Test
        void tellsWhatTheDeveloperOfABlockedRequestSawAndHowToGoOn() {
            assertThat(interaction(Effect.BLOCKED, null))
                    .contains("Nothing of this request left the company")
                    .contains("Credentials belong in the vault")
                    .contains("start a new conversation")
                    .contains("Not sent")
                    .doesNotContain("No outcome is recorded yet");
        }

        @Test
        void saysThatTheOutcomeOfAPendingOneIsNotRecorded() {
            assertThat(interaction(Effect.ALLOWED, null))
                    .contains("No outcome is recorded yet", "Not answered yet");
        }

        @Test
        void doesNotWaitForAnAnswerWhereAHookAsked() {
            LeafView intent =
                    Samples.intent(Event.Source.HOOK, "hook-pre-read", Effect.ALLOWED, "app");
            String page =
                    Rendering.of(
                            "interaction",
                            Samples.ADMINISTRATOR,
                            Map.of("it", Samples.interaction(intent, null)));
            assertThat(page)
                    .contains("Told the tool to go on", "hook: a file to read")
                    .doesNotContain("No outcome is recorded yet", "Not answered yet", "not yet");
        }

        @Test
        void showsBothEntriesWithTheirHashes() {
            LeafView outcome = Samples.outcome();
            assertThat(interaction(Effect.ALLOWED, outcome))
                    .contains("Entry 2391: intent", "Entry 2392: outcome", outcome.hash())
                    .contains("12,480", "862", "1.8 s", "end_turn");
        }

        @Test
        void linksToAPersonOnlyForRolesThatMayOpenIt() {
            InteractionView it = Samples.interaction(Effect.ALLOWED, Samples.outcome());
            String link = "/people/" + Samples.ADA.value();
            assertThat(Rendering.of("interaction", Samples.ADMINISTRATOR, Map.of("it", it)))
                    .contains(link);
            assertThat(Rendering.of("interaction", AUDITOR, Map.of("it", it)))
                    .doesNotContain(link)
                    .contains("Ada Moreau");
        }
    }

    @Nested
    class Roles {
        @Test
        void hidesTheWaysThatARoleCanNotGo() {
            String page =
                    Rendering.of(
                            "activity",
                            AUDITOR,
                            Map.of("activity", Samples.activity(List.of(), false)));
            assertThat(page).contains("href=\"/activity\"").doesNotContain("href=\"/people\"");
        }

        @Test
        void marksThePageOneIsOn() {
            assertThat(policy()).contains("href=\"/policy\" aria-current=\"page\"");
        }

        @Test
        void offersRevokingOnlyToThoseWhoMayAndOnlyForTokensInUse() {
            PersonView ada = Samples.person();
            assertThat(person(Samples.ADMINISTRATOR, ada)).containsOnlyOnce("Revoke this token");
            PersonView forOthers =
                    new PersonView(
                            ada.id(),
                            ada.name(),
                            ada.email(),
                            ada.role(),
                            ada.roleMeans(),
                            ada.teams(),
                            ada.country(),
                            ada.employment(),
                            ada.active(),
                            ada.tokens(),
                            false,
                            false,
                            true);
            assertThat(person(AUDITOR, forOthers))
                    .contains("Germany")
                    .doesNotContain("Revoke", "Make token", "End access", "Change teams");
        }
    }

    @Test
    void saysAtTheDoorWhatIsWrongAndWhereTheTokenLies() {
        Map<String, Object> model = new HashMap<>();
        model.put("demo", false);
        model.put("error", "This is not the administrator token.");
        model.put("tokenFile", "data/admin-token");
        assertThat(Rendering.of("sign-in", Shell.STRANGER, model))
                .contains("role=\"alert\"", "This is not the administrator token.")
                .contains("data/admin-token", "for=\"token\"", "aria-invalid=\"true\"")
                .doesNotContain("Sign out");
    }

    @Test
    void foldsTheTokenAwayWhereThereAreOtherWaysIn() {
        Map<String, Object> model = new HashMap<>();
        model.put("demo", false);
        model.put("tokenFile", "data/admin-token");
        assertThat(Rendering.of("sign-in", Shell.STRANGER, model))
                .doesNotContain("<details", "company account", "E-mail address");
        model.put("accounts", true);
        model.put("provider", true);
        model.put("again", true);
        assertThat(Rendering.of("sign-in", Shell.STRANGER, model))
                .contains("Sign in again", "Nothing was done yet")
                .contains("href=\"/sign-in/company?again=true\"", "name=\"email\"")
                .containsOnlyOnce("name=\"token\"")
                .containsSubsequence("<details", "Emergency", "name=\"token\"", "</details>");
    }

    @Test
    void showsProgramsAndSessionsOfAPersonAsText() {
        Moment now = Moment.of(Samples.NOW, Samples.NOW);
        PersonAccessView access =
                new PersonAccessView(
                        "person_1",
                        ATTACK,
                        false,
                        true,
                        "password since yesterday",
                        ATTACK,
                        1,
                        true,
                        null,
                        List.of(
                                new AccountView.Row(
                                        "session_1", ATTACK, ATTACK, "password", now, now, false)),
                        List.of(new PersonAccessView.Program("s", ATTACK, "scim", now, null)),
                        true,
                        true);
        Map<String, Object> model = new HashMap<>(Map.of("person", Samples.person()));
        model.put("access", access);
        model.put("invited", "http://127.0.0.1:8600/welcome/" + ATTACK);
        assertThat(Rendering.of("person", Samples.ADMINISTRATOR, model))
                .contains("need another owner", "&lt;script&gt;alert(1)", "shown this once")
                .contains("End all sessions")
                .doesNotContain(ATTACK, "Set up the account anew");
    }

    @Test
    void saysWhatAnAccountIsMadeOfAndShowsRecoveryCodesLineByLine() {
        Moment now = Moment.of(Samples.NOW, Samples.NOW);
        Map<String, Object> model = new HashMap<>();
        model.put(
                "account",
                new AccountView(
                        "Ada", true, new AccountView.Local(now, now, 8), "password", List.of()));
        model.put(
                "passkeys",
                new PasskeysView(
                        true,
                        PasskeyOffer.of(null, "http://127.0.0.1:8600"),
                        List.of(new PasskeysView.Row("k", ATTACK, "on one device", now, null))));
        model.put("codes", List.of("aaaa-bbbb", "cccc-dddd"));
        assertThat(Rendering.of("account", Samples.ADMINISTRATOR, model))
                .contains("aaaa-bbbb\ncccc-dddd", "<span>8</span> left", "Change the password")
                .contains("Add a passkey", "data-origin=\"http://localhost:8600\"", "never")
                .doesNotContain(ATTACK);
        model.put(
                "passkeys",
                new PasskeysView(true, PasskeyOffer.of(null, "http://192.0.2.7:8600"), List.of()));
        assertThat(Rendering.of("account", Samples.ADMINISTRATOR, model))
                .contains("writes it into config.yaml as public-url")
                .doesNotContain("data-passkey=");
        model.put(
                "passkeys",
                new PasskeysView(false, PasskeyOffer.of(null, "http://127.0.0.1:1"), List.of()));
        model.put("account", new AccountView("Ada", true, null, "identity provider", List.of()));
        assertThat(Rendering.of("account", Samples.ADMINISTRATOR, model))
                .contains("You have no password here")
                .contains("Passkeys belong to accounts of Chaperone")
                .doesNotContain("Change the password", "data-passkey=");
    }

    @Test
    void saysOnErrorPagesHowToGoOn() {
        for (String page : List.of("error/403", "error/404", "error/5xx")) {
            assertThat(Rendering.of(page, Shell.STRANGER, Map.of("status", 400)))
                    .contains("<title>", "To the start page", "<main id=\"main\"");
        }
        assertThat(Rendering.of("error/403", AUDITOR, Map.of("status", 403)))
                .contains("Ines Baptista", "auditor");
    }

    @Test
    void showsTheStateOfALedgerThatIsFullWithItsReason() {
        HomeView.LedgerFigures full =
                HomeView.LedgerFigures.of(
                        new Ledger.State.Full("5 MB are left"),
                        10,
                        new Projection.Progress(7, 3, 1, 2, false),
                        Samples.NOW);
        assertThat(full.mark().style()).isEqualTo("blocked");
        assertThat(full.problem()).isEqualTo("5 MB are left");
        assertThat(full.projected()).isEqualTo("4 of 10");
    }

    @Test
    void saysOfTheRowsNoMoreThanWasLookedAt() {
        Agreement unknown =
                new Agreement(300, 2391, null, 0, 0, 0, 0, 0, false, List.of(), 0, false);
        assertThat(RowsView.of(unknown, Samples.NOW))
                .returns(new Mark("", "question", "Not checked yet"), RowsView::mark)
                .returns("300 of 2,391 entries compared; no whole check yet", RowsView::checked);
        assertThat(RowsView.of(Samples.agreement(0), Samples.NOW).mark().style())
                .isEqualTo("allowed");
        assertThat(RowsView.of(Samples.agreement(1), Samples.NOW))
                .returns("1 row was changed (entries 12)", RowsView::found)
                .returns("blocked", rows -> rows.mark().style());
        assertThat(home(false))
                .contains("Rows agree with the ledger", "Check the rows now")
                .doesNotContain("Make them anew");
    }

    @Test
    void tellsAtTheTopThatACanaryWasFound() {
        String page =
                Rendering.of(
                        "home",
                        Samples.ADMINISTRATOR,
                        Map.of(
                                "home",
                                Samples.home(
                                        Samples.hours(40),
                                        List.of(),
                                        false,
                                        "A canary stood in 2 requests")));

        assertThat(page)
                .contains("A canary stood in 2 requests", "/activity?detector=canary")
                .satisfies(it ->
                        assertThat(it.indexOf("A canary"))
                                .isLessThan(it.indexOf("Requests, by decision")));
        assertThat(home(false)).doesNotContain("canary");
    }

    private static String activity(List<ActivityRow> rows, boolean filtered) {
        return Rendering.of(
                "activity",
                Samples.ADMINISTRATOR,
                Map.of("activity", Samples.activity(rows, filtered)));
    }

    private static String home(boolean empty) {
        return Rendering.of(
                "home",
                Samples.ADMINISTRATOR,
                Map.of("home", Samples.home(Samples.hours(empty ? 0 : 40), List.of(), empty)));
    }

    private static String interaction(
            Effect effect, @org.jspecify.annotations.Nullable LeafView outcome) {
        return Rendering.of(
                "interaction",
                Samples.ADMINISTRATOR,
                Map.of("it", Samples.interaction(effect, outcome)));
    }

    private static String person(Shell shell, PersonView person) {
        return Rendering.of("person", shell, new HashMap<>(Map.of("person", person)));
    }

    @Nested
    class Tools {
        @Test
        void saysOfEachToolWhatCanBeEnforcedAndWhereThatIsFrom() {
            String page =
                    Rendering.of(
                            "tools",
                            Samples.ADMINISTRATOR,
                            Map.of("tools", ToolsView.of(Catalog.builtIn(), Samples.policy())));
            assertThat(page)
                    .contains("id=\"cursor\"", "can stop it", "not seen", "Source:")
                    .contains("not allowed");
        }
    }

    private static String policy() {
        return Rendering.of(
                "policy",
                Samples.ADMINISTRATOR,
                Map.of(
                        "life",
                        new PolicyLifeView(true, List.of(), List.of()),
                        "policy",
                        PolicyView.of(
                                Samples.policy(),
                                Samples.POLICY_TEXT,
                                Moment.of(Samples.NOW, Samples.NOW),
                                Catalog.builtIn())));
    }
}
