// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which files of a developer's home make a tool go through the gateway, and with what in them.
///
/// @param model null where none is needed
/// @param hooks null when hooks are left out
record ToolFiles(
        Surroundings around,
        Path home,
        URI gateway,
        AccessToken token,
        @Nullable String model,
        @Nullable HookFiles hooks) {

    /// A file that a tool reads.
    ///
    /// @param holdsToken because the tool can read it from nowhere else
    record Wanted(Path path, Settings settings, boolean holdsToken) {}

    private static final int MOST_AGENTS = 100;

    List<Wanted> of(Tool tool) throws CommandFailure {
        return switch (tool) {
            case CLAUDE_CODE -> claudeCode();
            case CODEX -> codex();
            case GEMINI_CLI -> geminiCli();
            case GITHUB_COPILOT -> copilot();
            case OPENCODE -> List.of(opencode());
            case CONTINUE -> List.of(continueConfig());
            case CURSOR -> hooksIn(tool, home.resolve(".cursor/hooks.json"));
            case WINDSURF -> hooksIn(tool, home.resolve(".codeium/windsurf/hooks.json"));
            case KIRO -> hooksIn(tool, home.resolve(".kiro/hooks/chaperone.json"));
            case AMAZON_Q -> hooksIn(tool, agents().toArray(Path[]::new));
            case TABNINE, CLAUDE -> List.of();
        };
    }

    private List<Wanted> claudeCode() {
        Path file = folder("CLAUDE_CONFIG_DIR", ".claude").resolve("settings.json");
        List<Edit> edits = new ArrayList<>(claudeCodeEdits());
        // Both would be sent in the place of the helper's token.
        edits.add(Edit.remove("env", "ANTHROPIC_AUTH_TOKEN"));
        edits.add(Edit.remove("env", "ANTHROPIC_API_KEY"));
        edits.addAll(hookEdits(Tool.CLAUDE_CODE));
        return List.of(new Wanted(file, new Settings.Json(edits), false));
    }

    private List<Edit> claudeCodeEdits() {
        return List.of(
                Edit.put(gateway.toString(), "env", "ANTHROPIC_BASE_URL"),
                Edit.put("cat " + TokenFile.WORD, "apiKeyHelper"));
    }

    private List<Wanted> codex() {
        Path folder = folder("CODEX_HOME", ".codex");
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(
                new Wanted(
                        folder.resolve("config.toml"),
                        new Settings.Lines(
                                Settings.Syntax.TOML,
                                List.of("model_provider = \"chaperone\""),
                                codexProvider(gateway, TokenFile.in(home)),
                                List.of("model_provider")),
                        false));
        wanted.addAll(hooksIn(Tool.CODEX, folder.resolve("hooks.json")));
        return wanted;
    }

    private static List<String> codexProvider(URI gateway, Path token) {
        return List.of(
                "[model_providers.chaperone]",
                "name = \"Chaperone\"",
                "base_url = " + JsonObject.line(gateway + "/v1"),
                "wire_api = \"responses\"",
                "[model_providers.chaperone.auth]",
                "command = \"cat\"",
                "args = [" + JsonObject.line(token.toString()) + "]");
    }

    private List<Wanted> geminiCli() {
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.put("gemini-api-key", "security", "auth", "selectedType"));
        edits.addAll(hookEdits(Tool.GEMINI_CLI));
        List<String> names = List.of("GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY");
        return List.of(
                new Wanted(home.resolve(".gemini/settings.json"), new Settings.Json(edits), false),
                new Wanted(
                        home.resolve(".gemini/.env"),
                        new Settings.Lines(
                                Settings.Syntax.ENV,
                                List.of(),
                                List.of(
                                        "GOOGLE_GEMINI_BASE_URL=" + gateway,
                                        "GEMINI_API_KEY=" + token.value()),
                                names),
                        true));
    }

    private List<Wanted> copilot() {
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(
                new Wanted(
                        profile(),
                        new Settings.Lines(
                                Settings.Syntax.SHELL,
                                List.of(),
                                List.of(
                                        "export COPILOT_PROVIDER_BASE_URL="
                                                + Shell.word(gateway + "/v1"),
                                        "export COPILOT_PROVIDER_TYPE=openai",
                                        "export COPILOT_PROVIDER_API_KEY=\"$(cat "
                                                + TokenFile.WORD
                                                + ")\"",
                                        "export COPILOT_MODEL=" + Shell.word(named())),
                                List.of()),
                        false));
        Path folder = folder("COPILOT_HOME", ".copilot");
        wanted.addAll(hooksIn(Tool.GITHUB_COPILOT, folder.resolve("hooks/chaperone.json")));
        return wanted;
    }

    /// The file that the person's shell reads at its start.
    private Path profile() {
        String shell = around.variable("SHELL");
        if (shell != null && shell.endsWith("/zsh")) {
            return home.resolve(".zshrc");
        }
        boolean bash = shell != null && shell.endsWith("/bash");
        return home.resolve(bash ? ".bashrc" : ".profile");
    }

    private Wanted opencode() {
        Path folder = folder("XDG_CONFIG_HOME", ".config").resolve("opencode");
        Path remarked = folder.resolve("opencode.jsonc");
        Path file = Files.exists(remarked) ? remarked : folder.resolve("opencode.json");
        JsonObject provider =
                new JsonObject(
                        ordered(
                                "npm",
                                "@ai-sdk/openai-compatible",
                                "name",
                                "Chaperone",
                                "options",
                                JsonObject.of(
                                        "baseURL",
                                        gateway + "/v1",
                                        "apiKey",
                                        "{file:" + TokenFile.in(home) + "}"),
                                "models",
                                new JsonObject(Map.of(named(), new JsonObject(Map.of())))));
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.put(provider, "provider", "chaperone"));
        edits.add(Edit.put("chaperone/" + named(), "model"));
        edits.addAll(hookEdits(Tool.OPENCODE));
        return new Wanted(file, new Settings.Json(edits), false);
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            members.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return members;
    }

    private Wanted continueConfig() {
        Path file = home.resolve(".continue/config.yaml");
        List<String> lines =
                List.of(
                        "- name: Chaperone",
                        "  provider: openai",
                        "  model: " + JsonObject.line(named()),
                        "  apiBase: " + JsonObject.line(gateway + "/v1"),
                        "  apiKey: " + token.value());
        return new Wanted(file, new Settings.Item("models", lines), true);
    }

    private String named() {
        return model == null ? "" : model;
    }

    private List<Edit> hookEdits(Tool tool) {
        return hooks == null ? List.of() : hooks.edits(tool);
    }

    private List<Wanted> hooksIn(Tool tool, Path... files) {
        List<Edit> edits = hookEdits(tool);
        return edits.isEmpty()
                ? List.of()
                : Stream.of(files)
                        .map(file -> new Wanted(file, new Settings.Json(edits), false))
                        .toList();
    }

    /// The agents of Amazon Q that this person has.
    private List<Path> agents() throws CommandFailure {
        Path folder = home.resolve(".aws/amazonq/cli-agents");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .limit(MOST_AGENTS)
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, ReadFailure.sentence(folder, e));
        }
    }

    private Path folder(String variable, String usual) {
        String named = around.variable(variable);
        return named == null ? home.resolve(usual) : Path.of(named).toAbsolutePath();
    }
}
