// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The published test vectors.
final class Vectors {
    private Vectors() {}

    static JsonNode read(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream(file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The elements of a list that is not allowed to be empty, so that no test passes without a
    /// case.
    static List<JsonNode> cases(JsonNode list) {
        List<JsonNode> cases = new ArrayList<>();
        list.forEach(cases::add);
        assertThat(cases).isNotEmpty();
        return cases;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /// The unsigned 64 bits of a number.
    static long number(JsonNode number) {
        return number.bigIntegerValue().longValue();
    }

    static Hash base64(JsonNode text) throws MalformedException {
        return Hash.parseBase64(text.asText());
    }

    static Hash hex(JsonNode text) {
        return Hash.of(bytes(text));
    }

    static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }

    static List<Hash> base64Path(JsonNode proof) throws MalformedException {
        List<Hash> path = new ArrayList<>();
        for (JsonNode hash : proof) {
            path.add(base64(hash));
        }
        return path;
    }
}
