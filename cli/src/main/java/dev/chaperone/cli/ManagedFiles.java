// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The files with which an administrator brings a tool under the policy on all machines. Developers
/// can not change them; each has a token of their own in `~/.chaperone/token`.
record ManagedFiles(Surroundings around, URI gateway, Forwarder forwarder) {
    private static final String PROGRAM = "/usr/local/lib/chaperone/chaperone-hook";
    private static final String PLUGIN = "/usr/local/lib/chaperone/chaperone-opencode.js";
    private static final HookFiles HOOKS = new HookFiles(PROGRAM, "file://" + PLUGIN);
    private static final int SECONDS = 10;

    /// @param windows null where the place is not known
    private record Places(String linux, String mac, @Nullable String windows) {}

    /// @param tool null for all
    void print(@Nullable Tool tool) {
        PrintStream out = around.out();
        out.println("# Every developer's token is in ~/.chaperone/token (0600), one line.");
        if (forwarder.usable()) {
            out.println("# The hooks run this program; it is " + gateway + "/hooks/forwarder.sh,");
            out.println("# with this as its second line: " + Forwarder.address(gateway));
            out.println("#   Linux and macOS  " + PROGRAM + "  (root, 0755)");
            out.println("# The hooks below are for sh: on Windows they need one, as Git's.");
        } else {
            out.println("# Hooks are left out: " + forwarder.why() + ".");
        }
        for (Tool each : tool == null ? List.of(Tool.values()) : List.of(tool)) {
            out.println();
            print(each, out);
        }
    }

    private void print(Tool tool, PrintStream out) {
        out.println("## " + tool.id());
        switch (tool) {
            case CLAUDE_CODE -> {
                places(
                        new Places(
                                "/etc/claude-code/managed-settings.json",
                                "/Library/Application Support/ClaudeCode/managed-settings.json",
                                "C:\\Program Files\\ClaudeCode\\managed-settings.json"));
                out.println(claudeCode());
            }
            case CODEX -> {
                places(
                        new Places(
                                "/etc/codex/requirements.toml",
                                "com.openai.codex: requirements_toml_base64 (MDM)",
                                "%ProgramData%\\OpenAI\\Codex\\requirements.toml"));
                codex().forEach(out::println);
            }
            case GEMINI_CLI -> {
                places(
                        new Places(
                                "/etc/gemini-cli/settings.json",
                                "/Library/Application Support/GeminiCli/settings.json",
                                "C:\\ProgramData\\gemini-cli\\settings.json"));
                out.println(geminiCli());
                out.println("# and for every user the variables of the environment:");
                out.println("GOOGLE_GEMINI_BASE_URL=" + gateway);
                out.println("GEMINI_API_KEY=(the developer's token)");
            }
            case GITHUB_COPILOT -> copilot(tool, out);
            case OPENCODE -> {
                places(
                        new Places(
                                "/etc/opencode/opencode.json",
                                "ai.opencode.managed (managed preferences)",
                                "%ProgramData%\\opencode\\opencode.json"));
                out.println(opencode());
                out.println("# Add the models that you allow to 'models'.");
                if (forwarder.usable()) {
                    out.println("# The plug-in is " + gateway + "/hooks/opencode.js:");
                    out.println("#   Linux and macOS  " + PLUGIN + "  (root, 0644)");
                    out.println(
                            "# It asks the gateway that CHAPERONE_GATEWAY names, else the one in");
                    out.println("# ~/.chaperone/gateway. 'opencode --pure' leaves it out.");
                }
            }
            case CURSOR ->
                    hooks(
                            tool,
                            new Places(
                                    "/etc/cursor/hooks.json",
                                    "/Library/Application Support/Cursor/hooks.json",
                                    "C:\\ProgramData\\Cursor\\hooks.json"));
            case WINDSURF ->
                    hooks(
                            tool,
                            new Places(
                                    "/etc/windsurf/hooks.json",
                                    "/Library/Application Support/Windsurf/hooks.json",
                                    "C:\\ProgramData\\Windsurf\\hooks.json"));
            case CONTINUE, KIRO, AMAZON_Q, TABNINE, CLAUDE -> {
                out.println("# There is no file of an administrator's that would do this.");
                out.println("# " + tool.note());
            }
        }
    }

    private void places(Places places) {
        around.out().println("#   Linux    " + places.linux());
        around.out().println("#   macOS    " + places.mac());
        if (places.windows() != null) {
            around.out().println("#   Windows  " + places.windows());
        }
    }

    private void hooks(Tool tool, Places places) {
        if (forwarder.usable()) {
            places(places);
            around.out().println(json(HOOKS.edits(tool)));
        }
        if (!tool.note().isEmpty()) {
            around.out().println("# " + tool.note());
        }
    }

    private void copilot(Tool tool, PrintStream out) {
        hooks(
                tool,
                new Places(
                        "/etc/github-copilot/policy.d/chaperone.json (root, not writable by others)",
                        "/etc/github-copilot/policy.d/chaperone.json",
                        "C:\\ProgramData\\GitHub\\Copilot\\policy.d\\chaperone.json"));
        out.println("# and for Copilot CLI, for every user, the variables of the environment:");
        out.println("COPILOT_PROVIDER_BASE_URL=" + gateway + "/v1");
        out.println("COPILOT_PROVIDER_TYPE=openai");
        out.println("COPILOT_PROVIDER_API_KEY=(the developer's token)");
        out.println("COPILOT_MODEL=(one that you allow)");
    }

    private String claudeCode() {
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.put(gateway.toString(), "env", "ANTHROPIC_BASE_URL"));
        edits.add(Edit.put("cat " + TokenFile.WORD, "apiKeyHelper"));
        if (forwarder.usable()) {
            edits.add(Edit.put(true, "allowManagedHooksOnly"));
            edits.addAll(HOOKS.edits(Tool.CLAUDE_CODE));
        }
        return json(edits);
    }

    private List<String> codex() {
        List<String> lines = new ArrayList<>();
        lines.add("model_provider = \"chaperone\"");
        if (forwarder.usable()) {
            lines.add("allow_managed_hooks_only = true");
        }
        lines.addAll(
                List.of(
                        "",
                        "[model_providers.chaperone]",
                        "name = \"Chaperone\"",
                        "base_url = " + JsonObject.line(gateway + "/v1"),
                        "wire_api = \"responses\"",
                        "",
                        "[model_providers.chaperone.auth]",
                        "command = \"sh\"",
                        "args = [\"-c\", " + JsonObject.line("cat " + TokenFile.WORD) + "]"));
        if (forwarder.usable()) {
            for (Edit edit : HOOKS.edits(Tool.CODEX)) {
                String event = edit.at().getLast();
                lines.addAll(
                        List.of(
                                "",
                                "[[hooks." + event + "]]",
                                "[[hooks." + event + ".hooks]]",
                                "type = \"command\"",
                                "command = " + JsonObject.line(HOOKS.command(Tool.CODEX, event)),
                                "timeout = " + SECONDS));
            }
        }
        return lines;
    }

    private String geminiCli() {
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.put("gemini-api-key", "security", "auth", "selectedType"));
        edits.add(Edit.put("gemini-api-key", "security", "auth", "enforcedType"));
        if (forwarder.usable()) {
            edits.addAll(HOOKS.edits(Tool.GEMINI_CLI));
        }
        return json(edits);
    }

    private String opencode() {
        JsonObject options =
                JsonObject.of("baseURL", gateway + "/v1", "apiKey", "{file:~/.chaperone/token}");
        List<String> at = List.of("provider", "chaperone");
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.put(List.of("chaperone"), "enabled_providers"));
        edits.add(Edit.put("disabled", "share"));
        edits.add(
                new Edit(
                        Edit.Kind.PUT,
                        at,
                        JsonObject.of("npm", "@ai-sdk/openai-compatible", "name", "Chaperone")));
        edits.add(new Edit(Edit.Kind.PUT, List.of(at.get(0), at.get(1), "options"), options));
        edits.add(
                new Edit(
                        Edit.Kind.PUT,
                        List.of(at.get(0), at.get(1), "models"),
                        new JsonObject(Map.of())));
        if (forwarder.usable()) {
            edits.addAll(HOOKS.edits(Tool.OPENCODE));
        }
        return json(edits);
    }

    private static String json(List<Edit> edits) {
        try {
            return new Settings.Json(edits).in("").strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
