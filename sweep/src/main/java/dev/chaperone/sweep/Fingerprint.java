// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Confidence;
import dev.chaperone.detection.Finding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Tells findings apart without the lines' numbers, which change, and without giving the value
/// away. Of a long token of a provider's form the hash covers the value, which nobody can guess. A
/// password could be guessed, so there it covers what stands before it and how long it is.
final class Fingerprint {
    private static final String VERSION = "chaperone-1";
    private static final int UNGUESSABLE = 20;
    private static final int CONTEXT = 100;

    private Fingerprint() {}

    /// @param all everything found in these bytes, in order
    /// @param index which of them
    static String of(String file, byte[] bytes, List<Finding> all, int index) {
        Finding finding = all.get(index);
        MessageDigest hash = sha256();
        for (String part : List.of(VERSION, finding.detector(), file)) {
            hash.update(part.getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0);
        }
        int length = finding.end() - finding.start();
        if (length >= UNGUESSABLE && isToken(finding.confidence())) {
            hash.update(bytes, finding.start(), length);
        } else {
            addContext(hash, bytes, all, index);
            hash.update(("\0" + length).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static boolean isToken(Confidence confidence) {
        return switch (confidence) {
            case PROVEN, SHAPED -> true;
            case EXACT, CONTEXTUAL, GENERIC -> false;
        };
    }

    /// What stands before in the line, without other values.
    private static void addContext(MessageDigest hash, byte[] bytes, List<Finding> all, int index) {
        int end = all.get(index).start();
        int start = end;
        while (start > 0 && end - start < CONTEXT && bytes[start - 1] != '\n') {
            start--;
        }
        int first = index;
        while (first > 0 && all.get(first - 1).end() > start) {
            first--;
        }
        int at = start;
        for (Finding other : all.subList(first, index)) {
            hash.update(bytes, at, Math.max(0, other.start() - at));
            at = other.end();
        }
        hash.update(bytes, at, end - at);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
