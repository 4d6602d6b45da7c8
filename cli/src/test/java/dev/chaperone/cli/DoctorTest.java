// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static dev.chaperone.cli.FakeWorkspace.check;
import static dev.chaperone.cli.FakeWorkspace.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class DoctorTest {
    @TempDir private Path folder;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        workspace = new FakeWorkspace();
        data = SampleData.in(folder);
        data.running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private Ran doctor() {
        return Ran.of("doctor", "--data", data.path());
    }

    @Test
    void findsAnInstanceThatIsWellFine() {
        Ran ran = doctor();
        assertThat(ran.out())
                .contains("✓ fine     ledger", "appends", "is up at " + workspace.url())
                .contains("10 checks: 10 fine, 0 with a problem, 0 unknown.")
                .doesNotContain("→", "\u001b");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @Test
    void looksAtTheForwardProxyAndItsAuthority() throws Exception {
        Files.createDirectories(folder.resolve("data/keys"));
        data.permit("keys", "rwx------");
        data.write(
                "server.json",
                """
                {"workspace":"%s","gateway":"%s","proxy":"%s","demoModel":null,"pid":%d}
                """
                        .formatted(
                                workspace.url(),
                                workspace.url(),
                                workspace.url(),
                                ProcessHandle.current().pid()));

        assertThat(doctor().out())
                .contains("✓ fine     proxy", "✗ problem  proxy's authority", "keys/ca.pem");
        data.write("keys/ca.pem", "nothing");
        assertThat(doctor().out()).contains("is not a PEM file of a certificate");
        data.write("keys/ca.pem", certificate(30));
        assertThat(doctor().out()).contains("✗ problem  proxy's authority", "is valid until");
        data.write("keys/ca.pem", certificate(3650));
        assertThat(doctor().out()).contains("✓ fine     proxy's authority", "is valid until");
    }

    private String certificate(int days) throws Exception {
        String store = folder.resolve(days + ".p12").toString();
        String common = "-alias a -storepass changeit -keystore " + store;
        keytool("-genkeypair -keyalg EC -dname CN=proxy -validity " + days + " " + common);
        return keytool("-exportcert -rfc " + common);
    }

    private static String keytool(String options) throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(options.split(" ", -1)));
        Process process = new ProcessBuilder(words).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    @Test
    void asksTheInstanceWithItsAdministratorsToken() {
        doctor();
        assertThat(workspace.asked())
                .contains(
                        new FakeWorkspace.Asked(
                                "GET", "/api/v1/checks", "Bearer " + Ran.SECRET, ""));
    }

    @Test
    void repeatsTheInstancesProblemsWithTheirRepairs() {
        workspace.answers(
                "/api/v1/checks",
                200,
                checks(
                        check("ledger", "problem", "the disk is full", "free some space"),
                        check("mail", "unknown", "never tried", null)));
        Ran ran = doctor();
        assertThat(ran.out())
                .contains("✗ problem  ledger", "the disk is full\n      → free some space\n")
                .contains("? unknown  mail", "never tried")
                .contains("11 checks: 9 fine, 1 with a problem, 1 unknown.");
        assertThat(ran.code()).isOne();
    }

    @Test
    void readsEveryPageOfTheInstancesChecks() {
        String first = check("ledger", "fine", "appends", null);
        workspace.answers("/api/v1/checks", 200, "{\"items\":[" + first + "],\"next\":\"a b\"}");
        workspace.answers(
                "/api/v1/checks?cursor=a+b", 200, checks(check("late", "problem", "bad", "mend")));
        assertThat(doctor().out()).contains("✗ problem  late");
    }

    @Test
    void takesNoAnswerForAnUnknownAndNotForAFine() {
        workspace.answers("/api/v1/checks", 200, checks());
        assertThat(doctor().out()).contains("? unknown  instance's checks", "looked at nothing");
        workspace.answers("/api/v1/checks", 200, checks(check("mail", "splendid", "!", null)));
        assertThat(doctor().out()).contains("? unknown  mail");
        workspace.answers("/api/v1/checks", 200, "<html>hello</html>");
        assertThat(doctor().out()).contains("status 200 and no list of checks");
        workspace.answers("/api/v1/checks", 404, "no");
        assertThat(doctor().out()).contains("this server does not offer them");
        assertThat(doctor().code()).isOne();
    }

    @Test
    void saysWhatToDoWhenTheTokenIsNotAccepted() {
        workspace.refuses("/api/v1/checks", 401, "who are you");
        assertThat(doctor().out())
                .contains("? unknown  instance's checks")
                .contains("does not accept the token from " + data.path() + "/admin-token")
                .contains("→ give a token that works");
        workspace.refuses("/api/v1/checks", 403, "no");
        assertThat(doctor().out()).contains("→ use the token of an administrator");
    }

    @Test
    void hidesATokenThatTheServerSendsBack() {
        String item = check("echo", "problem", "you sent ${authorization}", "none");
        workspace.answers("/api/v1/checks", 200, checks(item));
        assertThat(doctor().out()).contains("you sent Bearer [token]");
    }

    @Test
    void letsNoServerSteerTheTerminal() {
        workspace.answers(
                "/api/v1/checks", 200, checks(check("x\\u001b[2J", "problem", "\\u0007", "\\r")));
        assertThat(doctor().out()).doesNotContain("\u001b", "\u0007", "\r");
    }

    @Test
    void saysHowToStartWhatDoesNotRun() throws IOException {
        data.without("server.json");
        Ran ran = doctor();
        assertThat(ran.out())
                .contains("does not run\n      → ./chaperone up --data " + data.path() + "\n")
                .contains("? unknown  instance's checks", "not asked: the server does not run");
        assertThat(ran.code()).isOne();
    }

    @Test
    void explainsWhatAKilledServerLeftBehind() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        data.serverJson(workspace.url(), process.pid());
        assertThat(doctor().out())
                .contains("process " + process.pid() + " ended without a clean stop")
                .contains("Nothing is lost: just start again\n      → ./chaperone up --data ");
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void isNotFooledByAnotherProcessWithTheNumberOfTheServer() throws IOException {
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        Files.setLastModifiedTime(data.directory().resolve("server.json"), FileTime.from(longAgo));
        assertThat(doctor().out()).contains("ended without a clean stop");
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void doesNotGuessWhatABrokenServerJsonMeans() throws IOException {
        data.write("server.json", "{\"pid\":");
        assertThat(doctor().out())
                .contains("? unknown  server", "is not what 'up' writes")
                .contains("then: rm " + data.path() + "/server.json && ./chaperone up");
    }

    @Test
    void toleratesAServerWithoutAWorkspace() throws IOException {
        long pid = ProcessHandle.current().pid();
        data.write(
                "server.json",
                "{\"workspace\":null,\"gateway\":\"%s\",\"pid\":%d}"
                        .formatted(workspace.url(), pid));
        assertThat(doctor().out()).contains("? unknown  workspace", "✓ fine     gateway");
    }

    @Test
    void namesALivingServerThatDoesNotAnswer() throws IOException {
        workspace.close();
        assertThat(doctor().out())
                .contains("✗ problem  gateway", "✗ problem  workspace")
                .contains("nothing answers at " + workspace.url())
                .contains("→ stop the server (Ctrl-C or SIGTERM) and start it again");
        assertThat(doctor().code()).isOne();
    }

    @Test
    void doesNotWaitForeverForASlowServer() {
        workspace.neverAnswers("/health");
        Ran ran = Ran.of("doctor", "--data", data.path(), "--timeout", "0.2");
        assertThat(ran.out()).contains("did not answer within 0.2 s (--timeout changes that)");
    }

    @Test
    void givesAStrangerAtTheWorkspacesAddressNoToken() {
        workspace.answers("/health", 200, "It works!");
        assertThat(doctor().out())
                .contains("is not Chaperone (it answered /health with status 200");
        assertThat(workspace.asked())
                .extracting(FakeWorkspace.Asked::authorization)
                .containsOnly("null");
    }

    @Test
    void repeatsWhatTheWorkspaceSaysOfItself() {
        workspace.answers("/health", 503, "{\"status\":\"starting\"}");
        assertThat(doctor().out())
                .contains("✗ problem  workspace", "says of itself that it is 'starting'");
    }

    @Test
    void namesAMissingOrBrokenAdministratorsToken() throws IOException {
        data.write("admin-token", "two words");
        assertThat(doctor().out())
                .contains("✗ problem  admin-token", "is not a token: it must be one word")
                .contains("not asked: no token");
        data.without("admin-token");
        assertThat(doctor().out()).contains("/admin-token does not exist");
    }

    @Test
    void saysHowToBeginWhenThereIsNoDirectory() {
        Ran ran = Ran.of("doctor", "--data", folder + "/my data");
        assertThat(ran.out())
                .contains("my data does not exist yet; the first start makes it")
                .contains("→ ./chaperone up --data '" + folder + "/my data'")
                .contains("? unknown  its contents");
        assertThat(ran.code()).isOne();
    }

    @Test
    void canNotOpenADirectoryThatIsAFile() {
        Ran ran = Ran.of("doctor", "--data", data.path() + "/policy.yaml");
        assertThat(ran.out()).contains("is not a directory");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void closesWhatIsOpenToOthers() throws IOException {
        data.permit("", "rwxr-xr-x").permit("admin-token", "rw-r--r--");
        String open = data.path() + " " + data.path() + "/admin-token";
        assertThat(doctor().out())
                .contains("✗ problem  permissions", "open to other users: " + open)
                .contains("→ chmod go-rwx " + open + "\n");
    }

    @Test
    void namesThePlaceOfAFaultInTheConfiguration() throws IOException {
        data.write("config.yaml", "upstreams:\n  - {name: [main, key: sk-secret}\n");
        assertThat(doctor().out())
                .contains("config.yaml is not YAML: line 2, column ")
                .contains("→ correct " + data.path() + "/config.yaml there")
                .doesNotContain("sk-secret");
    }

    @Test
    void missesAModelUnlessTheDemoModelAnswers() throws IOException {
        data.write("config.yaml", "tls: {cert: a, key: b}\n");
        assertThat(doctor().out()).contains("names no model").contains("docs/first-upstream.md");
        data.without("config.yaml");
        assertThat(doctor().out()).contains("config.yaml does not exist: no model is set up");
        String url = workspace.url();
        data.write(
                "server.json",
                "{\"workspace\":\"%s\",\"gateway\":\"%s\",\"demoModel\":\"%s\",\"pid\":%d}"
                        .formatted(url, url, url, ProcessHandle.current().pid()));
        assertThat(doctor().out()).contains("not needed: the demo model answers");
    }

    @Test
    void namesEveryFaultOfThePolicyWithItsPlace() throws IOException {
        data.write("policy.yaml", "apiVersion: chaperone.dev/v1\ncolour: red\n");
        assertThat(doctor().out())
                .contains("✗ problem  policy.yaml")
                .contains("line 2, column 1: unknown key 'colour'")
                .contains("'tools' is missing")
                .contains("→ correct " + data.path() + "/policy.yaml there");
    }

    @Test
    void tellsAMissingPolicyOfANewInstanceFromALostOne() throws IOException {
        data.without("policy.yaml");
        assertThat(doctor().out()).contains("the first start publishes one");
        Files.createDirectory(data.directory().resolve("ledger"));
        assertThat(doctor().out()).contains("policy.yaml is gone", "from your backup");
    }

    @Test
    void givesProgramsTheSameAsJson() throws IOException {
        data.without("config.yaml");
        Ran ran = Ran.of("doctor", "--data", data.path(), "--json");
        JsonObject json = Objects.requireNonNull(JsonObject.parse(ran.out()));
        assertThat(ran.out()).startsWith("{\"ok\":false,").hasLineCount(1);
        assertThat(json.objects("checks"))
                .filteredOn(check -> "config.yaml".equals(check.text("name")))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.text("state")).isEqualTo("problem");
                    assertThat(check.text("repair")).contains("docs/first-upstream.md");
                });
        assertThat(ran.code()).isOne();
    }

    @Test
    void looksAtAServerElsewhereOnly() {
        Ran ran = Ran.of("doctor", "--server", workspace.url() + "/", "--token", "chp_mine");
        assertThat(ran.out()).contains("2 checks: 2 fine").doesNotContain("chp_mine");
        assertThat(ran.code()).isZero();
        assertThat(workspace.asked().getLast().authorization()).isEqualTo("Bearer chp_mine");
    }

    @Test
    void asksAServerElsewhereOnlyWhatIsPublicWithoutAToken() {
        Ran ran = Ran.with(Map.of("CHAPERONE_SERVER", workspace.url()), "doctor");
        assertThat(ran.out()).contains("✓ fine     workspace", "→ set CHAPERONE_TOKEN or give");
        assertThat(ran.code()).isOne();
        assertThat(workspace.asked().getLast().authorization()).isEqualTo("null");
    }

    @Test
    void endsWithThreeWhenAServerElsewhereCanNotBeReached() {
        workspace.close();
        Ran ran = Ran.of("doctor", "--server", workspace.url());
        assertThat(ran.out()).contains("✗ problem  workspace", "nothing answers at");
        assertThat(ran.code()).isEqualTo(3);
    }
}
