// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.policies.PolicySite;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

class SeatReadingsTest {
    @TempDir Path directory;

    private TestWorkspace workspace;
    private SeatSite site;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new SeatSite(new PolicySite(workspace));
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void keepsWhatAListShowsWithItsDigestInTheLedger() throws IOException {
        String list = "login,Email,Last Activity At,Colour\nada,Ada@Northwind.example,,red\n";

        SeatReadings.Outcome outcome = site.hand(site.list(), list, false);

        SeatReading reading = Objects.requireNonNull(outcome.reading());
        assertThat(reading.digest()).isEqualTo(Digest.of(list));
        assertThat(outcome.ignored()).containsExactly("Colour");
        assertThat(outcome.changes()).isEqualTo(new SeatReading.Changes(1, 1, 0, 0));
        Seat ada = site.listed("ada");
        assertThat(ada.address()).isEqualTo("ada@northwind.example");
        assertThat(ada.plan()).isEqualTo("team");
        assertThat(ada.lastActivity()).isNull();
        assertThat(workspace.changes("seats.read").getLast())
                .satisfies(entry -> {
                    assertThat(entry.subject()).isEqualTo("claude-members");
                    assertThat(entry.details())
                            .containsEntry("digest", reading.digest().toString())
                            .containsEntry("rows", "1")
                            .containsEntry("as-of", reading.asOf().toString());
                });
        assertThat(site.readings().list(SeatSite.LIST, null, 10).items()).containsExactly(reading);
    }

    @Test
    void tellsWhatIsNewGoneAndChanged() {
        site.read("login,state", "ada,active", "bob,active", "eve,active");

        SeatReadings.Outcome next =
                site.read("login,state", "ada,active", "bob,idle", "zoe,active");

        assertThat(next.changes()).isEqualTo(new SeatReading.Changes(3, 1, 1, 1));
        assertThat(site.listed()).extracting(Seat::account).containsOnly("ada", "bob", "zoe");
        // What an earlier reading held can still be told: rows end, and are not written over.
        assertThat(workspace.rows("seat WHERE since = 1")).isEqualTo(3);
        assertThat(workspace.rows("seat WHERE account = 'bob'")).isEqualTo(2);
    }

    @Test
    void changesNothingWhenItIsTriedOnly() throws IOException {
        site.read("login", "ada");
        site.tick(Duration.ofSeconds(1));

        SeatReadings.Outcome tried = site.hand(site.list(), "login\nbob\n", true);

        assertThat(tried.reading()).isNull();
        assertThat(tried.changes()).isEqualTo(new SeatReading.Changes(1, 1, 1, 0));
        assertThat(site.listed()).extracting(Seat::account).containsExactly("ada");
        assertThat(workspace.changes("seats.read")).hasSize(1);
    }

    @Test
    void refusesWhatIsOldOrMeantForAnotherTool() {
        site.read("login", "ada");
        Instant now = site.now();
        refused(() -> site.hand(site.list(), "login\nada\n", false), "tells nothing new");
        refused(() -> site.hand(at(now.minusSeconds(9)), "login\nada\n", false), "nothing new");
        refused(() -> site.hand(at(now.plusSeconds(9)), "login\nada\n", false), "in the future");
        site.tick(Duration.ofSeconds(1));
        NewReading other =
                new NewReading(
                        SeatSite.LIST,
                        new ToolId("cursor"),
                        null,
                        AccessKind.SEAT,
                        site.now(),
                        false);
        refused(() -> site.hand(other, "login\nada\n", false), "a list of claude-code");
        refused(() -> new SourceId("No Such"), "begins with a letter");
        NewReading unknown =
                new NewReading(
                        new SourceId("x"),
                        new ToolId("no-tool"),
                        null,
                        AccessKind.SEAT,
                        site.now(),
                        false);
        refused(() -> site.hand(unknown, "login\nada\n", false), "catalogue has no tool");
    }

    @Test
    void takesAnEmptyListOnlyWhenItIsMeant() {
        site.read("login", "ada");
        site.tick(Duration.ofSeconds(1));
        refused(() -> site.hand(site.list(), "login\n", false), "empty=true");
        refused(() -> site.hand(site.list(), "", false), "not even headings");
        assertThat(site.listed()).hasSize(1);

        NewReading meant =
                new NewReading(
                        SeatSite.LIST, SeatSite.TOOL, null, AccessKind.SEAT, site.now(), true);
        assertThat(site.hand(meant, "login\n", false).changes().gone()).isEqualTo(1);
        assertThat(site.listed()).isEmpty();
    }

    @Test
    void readsWhatSpreadsheetsMakeOfAList() {
        site.hand(
                site.list(),
                "\ufeff\"User ID\";\"E-Mail\";Name;Created At\r\n"
                        + "u1;ada@x.example;\"Moreau; Ada \"\"A\"\"\";2026-01-02\r\n"
                        + "\r\n"
                        + "=cmd|' /C calc'!A0;;@SUM(1);2026-01-02 10:00:00 UTC\r\n",
                false);

        assertThat(site.listed("u1").name()).isEqualTo("Moreau; Ada \"A\"");
        assertThat(site.listed("u1").created()).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(site.listed("=cmd|' /C calc'!A0").name()).isEqualTo("@SUM(1)");
        assertThat(site.listed("=cmd|' /C calc'!A0").address()).isNull();
    }

    @Test
    void knowsTheListsOfVendorsByTheirOwnWords() {
        Map<String, String> lists =
                Map.of(
                        "Login,Last Activity At,Plan Type\nocto,2026-11-20T10:00:00Z,Business",
                        "octo",
                        "id,email,name,role,added_at,type\nuser_1,a@x.example,A,user,2026-01-02T00:00:00Z,user",
                        "user_1",
                        "id,name,email,role,isRemoved\nuser_2,A,a@x.example,member,false",
                        "user_2",
                        "Email\nb@x.example",
                        "b@x.example");
        lists.forEach((list, account) -> {
            site.tick(Duration.ofSeconds(1));
            site.hand(site.list(), list, false);
            assertThat(site.listed()).extracting(Seat::account).containsExactly(account);
        });
    }

    @Test
    void tellsWhatCanNotBeUsedAnyMoreByTheVendorsWord() {
        site.read("id,email,is removed", "1,a@x.example,true", "2,b@x.example,false");
        assertThat(site.listed("1").live()).isFalse();
        assertThat(site.listed("2").live()).isTrue();

        site.read("key id,kind,status", "k,API key,inactive", "s,seat,inactive", "t,token,expired");
        assertThat(site.listed("k").live()).isFalse();
        assertThat(site.listed("k").kind()).isEqualTo(AccessKind.KEY);
        assertThat(site.listed("s").live()).isTrue();
        assertThat(site.listed("t").live()).isFalse();
    }

    @Test
    void namesTheLineOfWhatItCanNotRead() {
        refused(() -> site.read("login", "ada", "bob", "ada"), "lines 2 and 4");
        refused(() -> site.read("colour,size", "red,1"), "No column tells the account");
        refused(() -> site.read("login,email", "ada"), "Line 2 has 1 cells and the headings 2");
        refused(() -> site.read("login,email", "ada,a@x.example", ",-"), "Line 3 names no account");
        refused(() -> site.read("login,last seen", "ada,yesterday"), "'yesterday', not a time");
        refused(() -> site.read("login,name", "ada,\"never closed"), "quotation");
        refused(
                () -> site.read("login,name", "ada,\"" + "x\n".repeat(100_000)),
                "quotation mark not closed");
        refused(() -> site.read("login", "x".repeat(501)), "more than 500 characters");
        refused(
                () ->
                        site.hand(
                                site.list(),
                                "login\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1),
                                false),
                "not UTF-8");
        assertThat(workspace.rows("seat")).isZero();
        assertThat(workspace.rows("seat_reading")).isZero();
        assertThat(workspace.rows("seat_source")).isZero();
    }

    @Test
    void showsAListThatWasNeverReadOrIsOldAsUnknown() {
        // The policy allows no plan with accounts: nothing is missing.
        assertThat(site.readings().sources()).isEmpty();
        workspace.clock().set(site.now());
        site.read("login", "ada");
        assertThat(site.readings().source(SeatSite.LIST).state(site.now()))
                .isEqualTo(SeatSource.State.READ);
        assertThat(site.readings().source(SeatSite.LIST).unresolved()).isEqualTo(1);
        site.tick(SeatSource.FRESH.plusSeconds(1));
        assertThat(site.readings().source(SeatSite.LIST).state(site.now()))
                .isEqualTo(SeatSource.State.OLD);
    }

    private NewReading at(Instant asOf) {
        return new NewReading(SeatSite.LIST, SeatSite.TOOL, null, AccessKind.SEAT, asOf, false);
    }

    private static void refused(ThrowableAssert.ThrowingCallable call, String because) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(because);
    }
}
