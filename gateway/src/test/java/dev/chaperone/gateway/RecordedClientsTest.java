// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What real assistants sent to a recording server, byte for byte apart from their credentials:
/// Claude Code 2.1.330, Codex 0.169.0, Copilot CLI 1.0.102 and Gemini CLI 0.61.0 of November 2026.
///
/// `clients.zst` holds the requests, each behind a line with its name and length; `clients.csv`
/// what is to be recorded of each. An empty operation stands for a path at which there is nothing.
@Timeout(120)
class RecordedClientsTest {
    private static final int WINDOW_LOG = 24;

    @Test
    void recordsEachRequestAsWhatItIs() throws Exception {
        Map<String, byte[]> requests = requests();
        List<String> expected = lines();
        List<String> recorded = new ArrayList<>();
        try (TestSite site = TestSite.setup().start()) {
            for (Map.Entry<String, byte[]> request : requests.entrySet()) {
                int before = site.ledger().await(0).size();
                String status = send(site, request.getValue());
                Event.Intent intent =
                        status.equals("404")
                                ? null
                                : (Event.Intent) site.ledger().await(before + 1).get(before);
                if (intent != null && intent.verdict().effect() != Event.Effect.BLOCKED) {
                    site.ledger().await(before + 2);
                }
                recorded.add(request.getKey() + "," + line(intent));
            }
            assertThat(recorded).containsExactlyElementsOf(expected);
            assertThat(site.vendor().received())
                    .extracting(FakeVendor.Received::text)
                    .containsExactlyElementsOf(bodiesOfThe(expected, requests));
        }
    }

    private static String line(Event.@Nullable Intent intent) {
        if (intent == null) {
            return ",,,,,";
        }
        assertThat(Objects.requireNonNull(intent.caller()).person()).isEqualTo(TestSite.ANNA);
        assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
        Event.Use use = intent.use();
        return String.join(
                ",",
                use.operation(),
                String.valueOf(use.tool()),
                Objects.requireNonNullElse(use.session(), ""),
                Objects.requireNonNullElse(use.model(), ""),
                Objects.requireNonNullElse(use.repository(), ""),
                intent.verdict().effect().written());
    }

    /// What goes to the vendor: all that is allowed, byte for byte.
    private static List<String> bodiesOfThe(List<String> expected, Map<String, byte[]> requests) {
        return expected.stream()
                .filter(line -> line.endsWith(",allowed"))
                .map(line -> requests.get(line.substring(0, line.indexOf(','))))
                .map(RecordedClientsTest::text)
                .map(request -> request.substring(request.indexOf("\r\n\r\n") + 4))
                .toList();
    }

    private static String text(byte @Nullable [] request) {
        return new String(Objects.requireNonNull(request), StandardCharsets.UTF_8);
    }

    /// The status of the answer.
    private static String send(TestSite site, byte[] request) throws IOException {
        String whole = new String(request, StandardCharsets.ISO_8859_1);
        int body = whole.indexOf("\r\n\r\n");
        try (RawConnection connection = site.connect()) {
            return connection
                    .write(
                            whole.substring(0, body)
                                    + "\r\nhost: gateway\r\nx-chaperone-token: "
                                    + TestSite.TOKEN
                                    + "\r\ncontent-length: "
                                    + (request.length - body - 4)
                                    + whole.substring(body))
                    .readTo("\r\n")
                    .substring(9, 12);
        }
    }

    private static Map<String, byte[]> requests() throws IOException {
        Map<String, byte[]> requests = new LinkedHashMap<>();
        byte[] all;
        try (InputStream packed = resource("clients.zst");
                InputStream in = new ZstdInputStreamNoFinalizer(packed).setLongMax(WINDOW_LOG)) {
            all = in.readAllBytes();
        }
        ByteArrayInputStream in = new ByteArrayInputStream(all);
        while (in.available() > 0) {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            int space = line.indexOf(" ");
            requests.put(
                    line.substring(0, space),
                    in.readNBytes(Integer.parseInt(line.substring(space + 1))));
        }
        return requests;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = resource("clients.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(RecordedClientsTest.class.getResourceAsStream(name), name);
    }
}
