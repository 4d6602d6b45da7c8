// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What each role may do, as one table, and that every route which changes something holds to it
/// for each of them: by the API and by the forms of the pages.
@Timeout(600)
final class RolesTest {
    /// A row for each permission, a column for each role in the order of [Role]: administrator,
    /// compliance lead, approver, team lead, developer, auditor, read-only.
    private static final String TABLE =
            """
            enter                    A C P T D U R
            read-activity            A C P T D U R
            read-everybodys-activity A C . . . U .
            read-people              A C P T . U .
            manage-people            A . . . . . .
            manage-tokens            A . . . . . .
            read-policy              A C P T D U R
            publish-policy           A C . . . . .
            keep-signatures          A C . . . . .
            ask-access               A C P T D . .
            decide-access            A C P T . . .
            read-access              A C P . . U .
            manage-access            A C . . . . .
            ask-exception            A C P T D . .
            decide-exception         A C P . . . .
            report-incident          A C P T D . R
            see-incidents            A C P T D U R
            read-incidents           A C . . . U .
            handle-incidents         A C . . . . .
            answer-cases             A C P T D U R
            read-cases               A C . . . U R
            decide-cases             A C . . . . .
            read-log-reviews         A C . . . U .
            review-logs              A C . . . . .
            read-deliveries          A C . . . U R
            manage-deliveries        A . . . . . .
            read-secrets             A C . . . U .
            manage-secrets           A . . . . . .
            read-ledger              A C . . . U .
            read-captures            A C . . . U .
            open-captures            A C . . . . .
            decide-openings          A C . . . . .
            manage-captures          A C . . . . .
            confirm-captures         A C . . . . .
            take-training            A C P T D U R
            read-training            A C . . . U R
            assign-training          A C . . . . .
            read-checks              A C . . . U R
            provision                A . . . . . .
            rebuild-search           A . . . . . .
            """;

    /// All that an auditor may send besides looking: what is asked of them as a person, and their
    /// own account. A route comes onto this list on purpose or not at all.
    private static final Set<String> AUDITORS_OWN =
            Set.of(
                    "POST /acceptable-use",
                    "POST /account/passkeys",
                    "POST /account/passkeys/options",
                    "POST /account/passkeys/{id}/remove",
                    "POST /account/password",
                    "POST /account/recovery-codes",
                    "POST /account/second-factor",
                    "POST /account/sessions/end",
                    "POST /account/sessions/{id}/end",
                    "POST /api/v1/acknowledgments",
                    "POST /api/v1/cases/{id}/statement",
                    "POST /api/v1/checklists/{tool}/{plan}/{item}",
                    "POST /api/v1/notifications/{id}/read",
                    "POST /api/v1/training",
                    "POST /api/v1/training/{id}/submit",
                    "POST /cases/{id}/statement",
                    "POST /checklists/{tool}/{plan}/{item}",
                    "POST /device",
                    "POST /device/decision",
                    "POST /notifications/preferences",
                    "POST /notifications/read",
                    "POST /notifications/{id}/read",
                    "POST /training/attempts/{id}",
                    "POST /training/courses/{id}/start",
                    "PUT /api/v1/notification-preferences/{kind}");

    /// Questions that are too long for an address. They change nothing.
    private static final Set<String> LOOKS =
            Set.of(
                    "POST /api/v1/capture-checks",
                    "POST /api/v1/policy-explanations",
                    "POST /api/v1/policy-replays",
                    "POST /api/v1/projection/check",
                    "POST /detectors",
                    "POST /policy/proposals/{id}/replays",
                    "POST /projection/check");

    private static RunningDemo site;
    private static Members members;
    private static Map<String, Permission> writes;
    private static final Map<Role, FormBrowser> BROWSERS = new EnumMap<>(Role.class);
    private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        site = RunningDemo.start(data, "--bind", "127.0.0.1");
        members = new Members(site);
        writes = writes();
        for (Role role : Role.values()) {
            TOKENS.put(role, site.apiToken(role));
            BROWSERS.put(role, members.signedIn(role));
        }
    }

    @AfterAll
    static void stop() {
        BROWSERS.values().forEach(FormBrowser::close);
        site.close();
    }

    /// Routes that take something in, and what they need.
    private static Map<String, Permission> writes() {
        Map<String, Permission> needed = new TreeMap<>();
        RoutesTest.routes(site)
                .forEach((route, method) -> {
                    Needs needs = method.getMethodAnnotation(Needs.class);
                    if (needs != null && !route.startsWith("GET ")) {
                        needed.put(route, needs.value());
                    }
                });
        assertThat(needed).hasSizeGreaterThan(100);
        return needed;
    }

    private static boolean may(Role role, Permission permission) {
        return allowed(permission).contains(role);
    }

    private static Set<Role> allowed(Permission permission) {
        String row =
                TABLE.lines()
                        .filter(line -> line.startsWith(permission.written() + " "))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(permission + " is not in the table"));
        List<String> cells = Arrays.asList(row.split(" +")).subList(1, 8);
        Set<Role> allowed = EnumSet.noneOf(Role.class);
        Iterator<String> cell = cells.iterator();
        for (Role role : Role.values()) {
            if (!cell.next().equals(".")) {
                allowed.add(role);
            }
        }
        return allowed;
    }

    @Test
    void mayWhatTheTableSays() {
        assertThat(TABLE.lines()).hasSize(Permission.values().length);
        for (Permission permission : Permission.values()) {
            for (Role role : Role.values()) {
                assertThat(Permission.of(role).contains(permission))
                        .as(role + " " + permission)
                        .isEqualTo(may(role, permission));
            }
        }
    }

    @Test
    void leaveToAnAuditorOnlyWhatIsTheirsAsAPerson() {
        Set<String> open = new TreeSet<>();
        writes.forEach((route, permission) -> {
            if (may(Role.AUDITOR, permission)) {
                open.add(route);
            }
        });
        open.removeAll(LOOKS);
        assertThat(open).isEqualTo(new TreeSet<>(AUDITORS_OWN));
    }

    /// Each role sends what would take effect to everything that it may not. The last test compares
    /// what there was before and after.
    @TestFactory
    Stream<DynamicTest> refuseEveryRoleWhatItMayNotChangeAndChangeNothing() throws Exception {
        Contents before = Contents.of(site);
        List<DynamicTest> tests = new ArrayList<>();
        for (Role role : Role.values()) {
            writes.forEach((route, permission) -> {
                if (!may(role, permission)) {
                    tests.add(
                            dynamicTest(
                                    role.written() + ": " + route, () -> isRefused(role, route)));
                }
            });
        }
        assertThat(tests).hasSizeGreaterThan(300);
        tests.add(
                dynamicTest(
                        "nothing has changed",
                        () -> assertThat(Contents.of(site)).isEqualTo(before)));
        return tests.stream();
    }

    private static void isRefused(Role role, String route) throws Exception {
        String verb = route.substring(0, route.indexOf(' '));
        String path = filled(route.substring(route.indexOf(' ') + 1));
        if (path.startsWith("/api/") || path.startsWith("/scim/")) {
            HttpResponse<String> refused =
                    site.send(
                            verb,
                            path,
                            Objects.requireNonNull(TOKENS.get(role)),
                            "application/json",
                            body(route));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("The role " + role.written() + " does not have");
        } else {
            FormBrowser browser = Objects.requireNonNull(BROWSERS.get(role));
            assertThat(browser.submit(path, Sent.FORM).statusCode()).isEqualTo(403);
        }
    }

    /// The developer's own id wherever one stands: nobody is told by it who exists.
    private static String filled(String path) {
        return path.replace("{id}", members.id(Role.DEVELOPER))
                .replace("{person}", members.id(Role.DEVELOPER))
                .replaceAll("\\{(verdict|act):(\\w+)[^}]*}", "$2")
                .replaceAll("\\{[^}]+}", "0")
                .replace("/**", "/Users");
    }

    private static String body(String route) {
        return Sent.BODIES.getOrDefault(route, "{}");
    }
}
