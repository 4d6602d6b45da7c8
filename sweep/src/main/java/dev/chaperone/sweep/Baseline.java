// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Findings of before, each of which excuses one of now. Written by `--write-baseline` (recognised
/// by fingerprints, wherever the line has moved to) or by `--json` (by line and length).
final class Baseline {
    static final String FINDINGS = "findings";
    static final String FINGERPRINT = "fingerprint";

    private final Map<String, Integer> left = new HashMap<>();

    private Baseline() {}

    /// @param file null for none
    static Baseline read(@Nullable Path file) throws SweepException {
        Baseline baseline = new Baseline();
        if (file == null) {
            return baseline;
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw noBaseline(file);
        } catch (IOException e) {
            throw SweepException.wrong(ReadFailure.sentence(file.toString(), e));
        }
        JsonNode findings = root.isArray() ? root : root.path(FINDINGS);
        if (!findings.isArray()) {
            throw noBaseline(file);
        }
        for (JsonNode finding : findings) {
            String key = key(finding);
            if (key == null) {
                throw noBaseline(file);
            }
            baseline.left.merge(key, 1, Integer::sum);
        }
        return baseline;
    }

    private static @Nullable String key(JsonNode finding) {
        if (finding.path(FINGERPRINT).isTextual()) {
            return finding.path(FINGERPRINT).textValue();
        }
        boolean told =
                finding.path("file").isTextual()
                        && finding.path("detector").isTextual()
                        && finding.path("line").isNumber();
        return told
                ? place(
                        finding.path("file").textValue(),
                        finding.path("detector").textValue(),
                        finding.path("line").longValue(),
                        finding.path("end").longValue() - finding.path("start").longValue())
                : null;
    }

    private static String place(String file, String detector, long line, long length) {
        return "%s:%s:%d:%d".formatted(file, detector, line, length);
    }

    private static SweepException noBaseline(Path file) {
        return SweepException.wrong(
                file
                        + " is no baseline: --write-baseline makes one, and what --json wrote will do");
    }

    /// Whether this finding is one of them that excuses no other yet.
    boolean excuses(Hit hit) {
        return take(hit.fingerprint())
                || take(
                        place(
                                hit.file(),
                                hit.detector().id(),
                                hit.span().line(),
                                hit.span().end() - hit.span().start()));
    }

    private boolean take(String key) {
        Integer number = left.get(key);
        if (number == null) {
            return false;
        }
        if (number == 1) {
            left.remove(key);
        } else {
            left.put(key, number - 1);
        }
        return true;
    }
}
