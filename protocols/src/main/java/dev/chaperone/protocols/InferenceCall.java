// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A call of Anthropic's inference hooks, apart from the text, which is read as a [Prompt] of the
/// format [WireFormat#HOOK]. Source: Anthropic's documentation of inference hooks (beta, August
/// 2026). What is not known of it is read over.
///
/// @param type what it is about; only `prompt` is to be judged
/// @param account e-mail address of the person who asks
/// @param application in which the prompt was written
/// @param asked whether a person wrote the newest message, and it is no result of a tool
public record InferenceCall(
        @Nullable String type,
        @Nullable String account,
        @Nullable String application,
        @Nullable String session,
        @Nullable String model,
        boolean asked) {
    /// What it is about when nothing better is known: the apps.
    public static final ToolId APPS = new ToolId("claude");

    private static final ToolId CODE = new ToolId("claude-code");
    private static final String TEST = "config-test";

    /// Longer strings are text and none of what is looked for.
    private static final int MAX_LENGTH = 4_096;

    private static final int MAX_REASON = 500;

    /// Reads what the hook was told.
    ///
    /// @throws UnreadableBodyException if that is not one JSON object
    public static InferenceCall read(byte[] body) throws UnreadableBodyException {
        Told told = new Told();
        try (JsonParser json = Json.parser(body, 0, body.length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableBodyException("Not a JSON object", 0);
            }
            Json.members(json, told::take);
        } catch (IOException e) {
            throw new UnreadableBodyException("Not a JSON object", 0);
        }
        return new InferenceCall(
                told.type, told.account, told.application, told.session, told.model, told.asked);
    }

    /// Whether there is something to judge; the vendor wants everything else to be allowed.
    public boolean isPrompt() {
        return "prompt".equals(type);
    }

    /// Whether somebody only tries out the configuration.
    public boolean isTest() {
        return TEST.equals(application);
    }

    /// The tool of the catalogue.
    public ToolId tool() {
        return "claude-code".equals(application) ? CODE : APPS;
    }

    private static final class Told {
        private @Nullable String type;
        private @Nullable String account;
        private @Nullable String application;
        private @Nullable String session;
        private @Nullable String model;
        private boolean asked;

        void take(String name, JsonParser value) throws IOException {
            switch (name) {
                case "type" -> type = text(value);
                case "session_id" -> session = text(value);
                case "model" -> model = text(value);
                case "actor" -> Json.members(value, this::takeActor);
                case "source" -> Json.members(value, this::takeSource);
                case "messages" -> Json.elements(value, this::takeMessage);
                default -> {}
            }
        }

        private void takeActor(String name, JsonParser value) throws IOException {
            if (name.equals("email_address")) {
                account = text(value);
            }
        }

        private void takeSource(String name, JsonParser value) throws IOException {
            if (name.equals("application")) {
                application = text(value);
            }
        }

        private void takeMessage(JsonParser message) throws IOException {
            asked = true;
            Json.members(
                    message,
                    (name, value) -> {
                        if (name.equals("role")) {
                            asked &= !"assistant".equals(text(value));
                        } else if (name.equals("content")) {
                            Json.elements(value, block -> Json.members(block, this::takeBlock));
                        }
                    });
        }

        private void takeBlock(String name, JsonParser value) throws IOException {
            if (name.equals("type")) {
                asked &= !"tool_result".equals(text(value));
            }
        }

        private static @Nullable String text(JsonParser value) throws IOException {
            boolean held =
                    value.currentToken() == JsonToken.VALUE_STRING
                            && value.getTextLength() <= MAX_LENGTH;
            return held ? value.getText() : null;
        }
    }

    /// The answer that lets the prompt go on.
    public static byte[] allow() {
        return ErrorBody.object(json -> json.writeStringField("action", "allow"));
    }

    /// The answer that stops it.
    ///
    /// @param reason shown to the person; cut where the vendor takes no more
    /// @param reference by which the record is found: at most 50 letters, digits and `._:/-`
    public static byte[] deny(String reason, String reference) {
        return ErrorBody.object(json -> {
            json.writeStringField("action", "deny");
            json.writeStringField("deny_reason", cut(WireText.wellFormed(reason)));
            json.writeStringField("reference_id", reference);
        });
    }

    private static String cut(String reason) {
        if (reason.length() <= MAX_REASON) {
            return reason;
        }
        int end = MAX_REASON - 2;
        // Not between the halves of a character.
        if (Character.isHighSurrogate(reason.charAt(end - 1))) {
            end--;
        }
        return reason.substring(0, end) + " …";
    }
}
