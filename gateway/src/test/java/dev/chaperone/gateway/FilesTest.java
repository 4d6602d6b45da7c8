// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/// Anthropic's files and batches.
@Timeout(60)
class FilesTest {
    private static final String FORM =
            """
            --b\r
            Content-Disposition: form-data; name="file"; filename="notes.txt"\r
            Content-Type: text/plain\r
            \r
            path C:\\new and %s\r
            --b--\r
            """;

    private final TestSite site = TestSite.setup().start();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void readsAFileBeforeItLeaves() throws Exception {
        assertThat(upload(FORM.formatted("AKIAIOSFODNN7EXAMPLE").getBytes(UTF_8)).statusCode())
                .isEqualTo(451);
        assertThat(site.vendor().received()).isEmpty();

        byte[] clean = FORM.formatted("nothing").getBytes(UTF_8);
        assertThat(upload(clean).statusCode()).isEqualTo(200);
        assertThat(site.vendor().received().getFirst().body()).isEqualTo(clean);
        Event.Intent intent = (Event.Intent) site.ledger().await(2).get(1);
        assertThat(intent.use().operation()).isEqualTo("files");
        assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
    }

    @Test
    void countsWhatIsNotTextAsAnAttachment() throws Exception {
        assertThat(upload(new byte[] {'P', 'K', 3, 4, (byte) 0xff}).statusCode()).isEqualTo(200);

        Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.PARTIAL);
    }

    @Test
    void recordsWhatIsAskedForAndPassesItOn() throws Exception {
        String results = "{\"custom_id\":\"a\"}\n{\"custom_id\":\"b\"}\n";
        site.vendor()
                .behave((request, _) ->
                        FakeVendor.answer(request, 200, "application/x-jsonl", results));
        String path = "/v1/messages/batches/msgbatch_1/results";

        HttpResponse<String> answer = site.send(site.request(path).GET());

        assertThat(answer.body()).isEqualTo(results);
        assertThat(site.vendor().received().getFirst().uri()).isEqualTo(path);
        Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(intent.use().operation()).isEqualTo("batches");
        assertThat(site.outcome().result()).isEqualTo(Event.Result.ANSWERED);
        assertThat(site.send(site.request("/v1/files/file_1").DELETE()).statusCode())
                .isEqualTo(200);
        assertThat(site.send(site.request("/v1/files/f/x/y").GET()).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> upload(byte[] form) throws Exception {
        HttpRequest.Builder request =
                site.request("/v1/files")
                        .header("content-type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofByteArray(form));
        return site.send(request);
    }
}
