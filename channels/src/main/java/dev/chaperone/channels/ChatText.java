// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.ArrayList;
import java.util.List;

/// A message of a chat: words that mention nobody and hold no markup, whatever somebody wrote.
///
/// @param written as the chat reads it
record ChatText(String written) {
    private static final int LONGEST = 3_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Chats take a name behind `@` for somebody to call; with this between they do not.
    private static final String NOTHING = "\u200b";

    /// What is told to a person.
    static ChatText of(Letter letter) {
        return of("For " + letter.to() + ": " + letter.subject(), List.of(letter.text().strip()));
    }

    /// Something that happened: ids, figures and the address of the page.
    static ChatText of(Announcement announcement) {
        List<String> lines = new ArrayList<>();
        try {
            for (var each : JSON.readTree(announcement.data()).properties()) {
                JsonNode value = each.getValue();
                if (!value.isNull()) {
                    lines.add(each.getKey() + ": " + (value.isTextual() ? value.asText() : value));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An event's data is a JSON object", e);
        }
        return of(heading(announcement.type()), lines);
    }

    /// `dev.chaperone.incident.reported` as `Chaperone: incident reported`.
    private static String heading(String type) {
        return "Chaperone: " + type.replaceFirst("^dev\\.chaperone\\.", "").replace('.', ' ');
    }

    private static ChatText of(String heading, List<String> lines) {
        String text = heading + "\n" + String.join("\n", lines);
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return new ChatText(harmless(cut));
    }

    /// Slack wants these three escaped; `@` calls people in every chat, and `](` makes links and
    /// pictures of Markdown.
    static String harmless(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@" + NOTHING)
                .replace("](", "]" + NOTHING + "(");
    }
}
