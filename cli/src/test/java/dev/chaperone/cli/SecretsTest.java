// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Fingerprint;
import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class SecretsTest {
    private static final String PATH = "/api/v1/known-secrets";
    private static final String KEY = "0f".repeat(FingerprintKey.BYTES);
    private static final String VALUE = "winter.Kq7-mZx2LwT4";
    private static final String OTHER = "kQ7mZx2LwT4bYd8NcJ5h";

    @TempDir private Path folder;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        workspace = new FakeWorkspace();
        workspace.answers(PATH + "/key", 200, "{\"key\":\"" + KEY + "\"}");
        workspace.answers(PATH, 201, "{\"added\":1,\"known\":1}");
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private Ran secrets(String... words) {
        List<String> all = new ArrayList<>(List.of("secrets"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", data.path()));
        Ran ran = Ran.of(all.toArray(String[]::new));
        assertThat(ran.out() + ran.err()).doesNotContain(VALUE, OTHER);
        return ran;
    }

    private String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }

    /// What the server was sent, made to find something again.
    private List<String> found(String text) {
        List<KnownSecret> sent = new ArrayList<>();
        for (FakeWorkspace.Asked asked : workspace.asked()) {
            assertThat(asked.body()).doesNotContain(VALUE, OTHER);
            if (asked.method().equals("POST")) {
                JsonObject body = Objects.requireNonNull(JsonObject.parse(asked.body()));
                Objects.requireNonNull(body.objects("secrets"))
                        .forEach(each -> sent.add(secret(each)));
            }
        }
        Scanner scanner = Scanner.with(KnownSecrets.of(FingerprintKey.parse(KEY), sent), List.of());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(bytes, 0, bytes.length).stream()
                .filter(finding -> finding.confidence() == Confidence.EXACT)
                .map(Finding::name)
                .map(String::valueOf)
                .toList();
    }

    private static KnownSecret secret(JsonObject each) {
        return new KnownSecret(
                String.valueOf(each.text("name")),
                KnownSecret.Kind.parse(String.valueOf(each.text("kind"))),
                Objects.requireNonNull(each.texts("fingerprints")).stream()
                        .map(Fingerprint::parse)
                        .toList());
    }

    @Test
    void addsThoseOfAnEnvFileAndSaysWhatItLeavesOut() throws IOException {
        String env =
                file(
                        ".env",
                        """
                        # the shop
                        LOG_LEVEL=info
                        export DB_PASSWORD="%s"
                        API_KEY=%s # of last year
                        PORT=8080
                        """
                                .formatted(VALUE, OTHER));

        Ran ran = secrets("add", env, "--prefix", "shop.");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEqualTo("shop.DB_PASSWORD\nshop.API_KEY\n");
        assertThat(ran.err())
                .contains("2 secrets are looked for now")
                .contains("shop.LOG_LEVEL: shorter than 8 characters")
                .contains("shop.PORT: shorter");
        assertThat(found("a " + VALUE + " b " + OTHER))
                .containsExactly("shop.DB_PASSWORD", "shop.API_KEY");
    }

    @Test
    void readsValuesOverSeveralLines() throws IOException {
        String env =
                file("app.env", "KEY='line one Kq7-mZx\nline two 2LwT4'\nNEXT=" + OTHER + "\n");

        assertThat(secrets("add", env).out()).isEqualTo("KEY\nNEXT\n");
        assertThat(found("line one Kq7-mZx\nline two 2LwT4")).containsExactly("KEY");
        assertThat(found("\"line one Kq7-mZx\\nline two 2LwT4\"")).containsExactly("KEY");
    }

    @Test
    void readsWhatVaultExports() throws IOException {
        String json =
                """
                {"request_id":"1","data":{"data":{"db":{"password":"%s"},"port":5432},
                 "metadata":{"created_time":"2026-11-30T04:00:00.123456789Z"}}}
                """
                        .formatted(VALUE);

        Ran ran = secrets("add", file("vault.json", json), "--json");

        assertThat(ran.out())
                .isEqualTo(
                        "{\"added\":[\"db.password\"],\"refused\":[{\"name\":\"port\",\"reason\":\"shorter"
                                + " than 8 characters\"}]}\n")
                .satisfies(line -> assertThat(JsonObject.parse(line)).isNotNull());
        assertThat(found(VALUE)).containsExactly("db.password");
    }

    @Test
    void readsWhatKubectlExports() throws IOException {
        String json =
                """
                {"kind":"List","items":[{"kind":"Secret","metadata":{"name":"shop"},
                 "data":{"token":"a1E3bVp4Mkx3VDRiWWQ4TmNKNWgK"}}]}
                """;

        assertThat(secrets("add", file("k8s.json", json)).out()).isEqualTo("shop.token\n");
        assertThat(found(OTHER)).containsExactly("shop.token");
    }

    @Test
    void readsLinesFromStandardInput() {
        Ran ran =
                Ran.reading(
                        new ByteArrayInputStream((OTHER + "\n").getBytes(StandardCharsets.UTF_8)),
                        Map.of(),
                        "secrets",
                        "add",
                        "-",
                        "--data",
                        data.path());

        assertThat(ran.out()).isEqualTo("stdin:1\n");
        assertThat(found(OTHER)).containsExactly("stdin:1");
    }

    @Test
    void sendsNothingWhenNothingFits() throws IOException {
        Ran ran = secrets("add", file(".env", "LOG_LEVEL=info\n"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void sendsManyInParts() throws IOException {
        StringBuilder env = new StringBuilder();
        for (int i = 0; i < 450; i++) {
            env.append("S").append(i).append("=kQ7mZx2LwT4bYd8NcJ").append(i).append('\n');
        }

        assertThat(secrets("add", file(".env", env.toString())).code()).isZero();
        assertThat(workspace.asked().stream().filter(asked -> asked.method().equals("POST")))
                .hasSize(3);
    }

    @Test
    void saysWhatIsWrongWithFileOrFormat() throws IOException {
        assertThat(secrets("add", folder.resolve("none").toString()).err())
                .contains("does not exist");
        Ran format = secrets("add", file(".env", "A=" + OTHER), "--format", "xml");
        assertThat(format.err()).contains("--format is 'xml', not env, json or lines");
        assertThat(format.code()).isEqualTo(2);
        Ran json = secrets("add", file("a.json", "{\"a\":"), "--format", "json");
        assertThat(json.err()).contains("a.json is not a JSON object");
        assertThat(json.code()).isEqualTo(2);
    }

    @Test
    void saysWhyTheServerRefuses() throws IOException {
        workspace.refuses(PATH, 409, "There would be more than 10000 secrets.");

        Ran ran = secrets("add", file(".env", "A=" + OTHER));

        assertThat(ran.err()).contains("There would be more than 10000 secrets.");
        assertThat(ran.code()).isEqualTo(2);
    }

    @Test
    void makesACanaryThatPassesForAToken() {
        Ran ran = secrets("canary", "backup-server");
        String token = ran.out().strip();

        assertThat(ran.code()).isZero();
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        assertThat(Scanner.builtIn().scan(bytes, 0, bytes.length))
                .extracting(Finding::confidence)
                .containsExactly(Confidence.PROVEN);
        assertThat(found("cat token: " + token)).containsExactly("backup-server");
        assertThat(workspace.asked().getLast().body()).contains("canary").doesNotContain(token);
        assertThat(secrets("canary", "backup-server").out()).isNotEqualTo(ran.out());
        assertThat(secrets("canary", "no name").code()).isEqualTo(2);
    }

    @Test
    void listsThem() {
        workspace.answers(
                PATH + "?limit=500",
                200,
                """
                {"items":[{"name":"b","kind":"canary","added":"2026-11-30T04:00:00Z","addedBy":"system"}],
                 "next":"c1"}
                """);
        workspace.answers(
                PATH + "?limit=500&cursor=c1",
                200,
                """
                {"items":[{"name":"a","kind":"secret","added":"2026-11-29T04:00:00Z","addedBy":"system"}],
                 "next":null}
                """);

        assertThat(secrets("list").out())
                .isEqualTo(
                        """
                        canary  2026-11-30T04:00:00Z  b
                        secret  2026-11-29T04:00:00Z  a
                        """);
        assertThat(secrets("list", "--json").out()).startsWith("[{\"name\":\"b\"").endsWith("}]\n");
    }

    @Test
    void removesOne() {
        workspace.answers(PATH + "/shop.DB_PASSWORD", 200, "{}");
        workspace.refuses(PATH + "/none", 404, "There is no such secret.");

        Ran ran = secrets("remove", "shop.DB_PASSWORD");
        assertThat(ran.err()).contains("'shop.DB_PASSWORD' is not looked for any more.");
        assertThat(workspace.asked().getLast().method()).isEqualTo("DELETE");
        assertThat(secrets("remove", "none").err()).contains("There is no such secret.");
        assertThat(secrets("remove", "../people").code()).isEqualTo(2);
    }
}
