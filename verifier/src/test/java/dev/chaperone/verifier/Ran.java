// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A command of the verifier that ran.
record Ran(int code, String out, String err) {
    static Ran of(Object... words) {
        return withToken(null, words);
    }

    static Ran withToken(@Nullable String token, Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> texts = new ArrayList<>(Arrays.stream(words).map(String::valueOf).toList());
        int code =
                Verifier.run(
                        texts,
                        token,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// `ledger` with all the keys of [SampleLog].
    static Ran ledger(Object where, Object... more) {
        List<Object> words =
                new ArrayList<>(
                        List.of(
                                "ledger",
                                where,
                                "--vkey",
                                SampleLog.LOG.vkey(),
                                "--vkey",
                                SampleLog.LOG_PQ.vkey(),
                                "--witness-vkey",
                                SampleLog.WITNESS.vkey(),
                                "--witness-vkey",
                                SampleLog.WITNESS_PQ.vkey(),
                                "--threads",
                                "1"));
        words.addAll(List.of(more));
        return of(words.toArray());
    }
}
