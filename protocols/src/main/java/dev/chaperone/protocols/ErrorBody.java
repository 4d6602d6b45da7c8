// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonGenerator;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Error bodies in the client's own format, so that the client shows our words as it would the
/// vendor's.
public final class ErrorBody {
    private ErrorBody() {}

    /// The body of an error answer.
    ///
    /// @param status the status it is sent with; the body must not come with one of success
    /// @param requestId told to the client where the format has a place for it
    public static byte[] of(
            WireFormat format,
            int status,
            String type,
            String message,
            @Nullable String requestId) {
        return of(format, status, type, message, requestId, null);
    }

    /// The same with a word on when to try again, by which clients tell "in a moment" from "not
    /// today": seen with Codex 0.169.0 and Gemini CLI 0.61.0.
    ///
    /// @param again null when that is not said
    public static byte[] of(
            WireFormat format,
            int status,
            String type,
            String message,
            @Nullable String requestId,
            @Nullable Again again) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("Not the status of an error: " + status);
        }
        return json(format, status, type, message, requestId, again);
    }

    /// The event that ends an answer which has already begun to stream.
    ///
    /// @param status that the answer would have, had it not begun
    public static byte[] inStream(WireFormat format, int status, String type, String message) {
        String head =
                switch (format) {
                    case ANTHROPIC_MESSAGES, AS_IT_STANDS, HOOK -> "event: error\ndata: ";
                    case OPENAI_RESPONSES -> "event: response.failed\ndata: ";
                    case OPENAI_CHAT, OPENAI_EMBEDDINGS, GEMINI -> "data: ";
                };
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(
                format == WireFormat.OPENAI_RESPONSES
                        ? object(json -> failedResponse(json, message))
                        : json(format, status, type, message, null, null));
        event.writeBytes(new byte[] {'\n', '\n'});
        return event.toByteArray();
    }

    /// The end of an answer that streams an array, see [EventArray].
    ///
    /// @param begun whether something of the array has gone out
    public static byte[] inArray(
            WireFormat format, int status, String type, String message, boolean begun) {
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        end.write(begun ? ',' : '[');
        end.writeBytes(json(format, status, type, message, null, null));
        end.write(']');
        return end.toByteArray();
    }

    private static byte[] json(
            WireFormat format,
            int status,
            String type,
            String message,
            @Nullable String requestId,
            @Nullable Again again) {
        return switch (format.family()) {
            case ANTHROPIC -> object(json -> anthropic(json, type, message, requestId));
            case OPENAI ->
                    again != null && format == WireFormat.OPENAI_RESPONSES
                            ? object(json -> usedUp(json, message, again))
                            : object(json -> openAi(json, type, message));
            case GEMINI -> object(json -> gemini(json, status, type, message, again));
        };
    }

    /// Writes the members of an object.
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void anthropic(
            JsonGenerator json, String type, String message, @Nullable String requestId)
            throws IOException {
        json.writeStringField("type", "error");
        json.writeObjectFieldStart("error");
        json.writeStringField("type", type);
        json.writeStringField("message", WireText.wellFormed(message));
        json.writeEndObject();
        if (requestId != null) {
            json.writeStringField("request_id", WireText.wellFormed(requestId));
        }
    }

    private static void openAi(JsonGenerator json, String type, String message) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeStringField("message", WireText.wellFormed(message));
        json.writeStringField("type", type);
        json.writeNullField("param");
        json.writeNullField("code");
        json.writeEndObject();
    }

    /// As ChatGPT tells Codex, which shows a text of its own then and stops.
    private static void usedUp(JsonGenerator json, String message, Again again) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeStringField("type", "usage_limit_reached");
        json.writeStringField("message", WireText.wellFormed(message));
        json.writeNumberField("resets_at", again.at().getEpochSecond());
        json.writeEndObject();
    }

    private static void gemini(
            JsonGenerator json, int status, String type, String message, @Nullable Again again)
            throws IOException {
        json.writeObjectFieldStart("error");
        json.writeNumberField("code", status);
        json.writeStringField("message", WireText.wellFormed(message));
        json.writeStringField("status", type);
        if (again != null) {
            json.writeArrayFieldStart("details");
            json.writeStartObject();
            json.writeStringField("@type", "type.googleapis.com/google.rpc.RetryInfo");
            json.writeStringField("retryDelay", again.in().toSeconds() + "s");
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /// Codex repeats what failed, but not a prompt that was called invalid.
    private static void failedResponse(JsonGenerator json, String message) throws IOException {
        json.writeStringField("type", "response.failed");
        json.writeObjectFieldStart("response");
        json.writeStringField("status", "failed");
        json.writeObjectFieldStart("error");
        json.writeStringField("code", "invalid_prompt");
        json.writeStringField("message", WireText.wellFormed(message));
        json.writeEndObject();
        json.writeEndObject();
    }
}
