// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

@Timeout(60)
class CompressedBodyTest {
    private static final String TOKEN = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";

    private final TestSite site =
            TestSite.setup()
                    .rules(
                            """
                              - {id: take-tokens-out, detect: [github-pat-classic], action: redact}
                              - {id: no-secrets, detect: [aws-access-key-id], action: block}
                            """)
                    .start();

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void goesOnAsItCame(String coding) throws Exception {
        byte[] packed = pack(coding, TestSite.CLEAN);

        assertThat(send(coding, packed).statusCode()).isEqualTo(200);

        FakeVendor.Received received = site.vendor().received().getFirst();
        assertThat(received.body()).isEqualTo(packed);
        assertThat(received.headers()).contains("content-encoding: " + coding);
        Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(Objects.requireNonNull(intent.prompt()).bytes())
                .isEqualTo(TestSite.CLEAN.length());
        assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void isReadLikeAnyOther(String coding) throws Exception {
        HttpResponse<String> answer = send(coding, pack(coding, TestSite.SECRET));

        assertThat(answer.statusCode()).isEqualTo(451);
        assertThat(answer.body()).contains("no-secrets");
        assertThat(site.vendor().received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void leavesInPlainWhenSomethingIsTakenOut(String coding) throws Exception {
        String body = TestSite.CLEAN.replace("hello", "use " + TOKEN);

        assertThat(send(coding, pack(coding, body)).statusCode()).isEqualTo(200);

        FakeVendor.Received received = site.vendor().received().getFirst();
        assertThat(received.headers()).noneMatch(each -> each.startsWith("content-encoding"));
        assertThat(received.text()).contains("[redacted:github-pat-classic:").doesNotContain(TOKEN);
    }

    private HttpResponse<String> send(String coding, byte[] body)
            throws IOException, InterruptedException {
        return site.send(
                site.request("/v1/messages")
                        .header("content-type", "application/json")
                        .header("content-encoding", coding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static byte[] pack(String coding, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        return coding.equals("gzip") ? gzip(bytes) : Zstd.compress(bytes);
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
