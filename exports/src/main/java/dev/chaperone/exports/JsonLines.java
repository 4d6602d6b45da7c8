// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The entries themselves, one a line, for whoever wants to verify them: the bytes of `leaf` are
/// those that the ledger holds and that `hash` is the leaf hash of.
final class JsonLines implements Format {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public String mediaType() {
        return "application/x-ndjson";
    }

    @Override
    public boolean isJson() {
        return true;
    }

    @Override
    public byte[] event(Exported entry) {
        byte[] leaf = entry.leaf();
        ByteArrayOutputStream line = new ByteArrayOutputStream(leaf.length + 256);
        line.writeBytes(
                utf8("{\"index\":" + entry.index() + ",\"hash\":\"" + entry.leafHash() + "\","));
        if (isOneLineOfJson(leaf)) {
            line.writeBytes(utf8("\"leaf\":"));
            line.writeBytes(leaf);
        } else {
            String bytes = Base64.getEncoder().encodeToString(leaf);
            line.writeBytes(utf8("\"leaf\":null,\"base64\":\"" + bytes + "\""));
        }
        line.write('}');
        return line.toByteArray();
    }

    /// What we wrote always is; but a damaged or foreign entry must not break the lines around it.
    private static boolean isOneLineOfJson(byte[] leaf) {
        for (byte b : leaf) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        try (JsonParser json = JSON.createParser(leaf)) {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(leaf));
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            json.skipChildren();
            return object && json.nextToken() == null;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
