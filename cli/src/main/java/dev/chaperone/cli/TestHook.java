// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One harmless prompt through the program that a tool's hooks run, as the tool itself would tell
/// it: for tools that nothing but hooks brings under the policy. That program has a time limit of
/// its own, and answers only when the prompt is recorded.
record TestHook(Surroundings around, Path home, Path forwarder, Tool tool) {
    private static final String WORDS = "This is a test of Chaperone's hook.";

    ExitCode ask() {
        String session = "connect-" + UUID.randomUUID().toString().substring(0, 8);
        String said;
        boolean fine;
        try {
            Process process = start();
            tell(process, prompt(session).toString());
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            fine = process.waitFor() == 0 && !said.replace(" ", "").contains("\"continue\":false");
        } catch (IOException e) {
            around.say(
                    "The hook could not be tried: it needs a POSIX shell (sh) and curl. "
                            + tool.id()
                            + " can not run it either.");
            return ExitCode.NOT_FINE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.NOT_FINE;
        }
        if (fine) {
            around.out()
                    .println(
                            "A test prompt went through the hook and is recorded, in session "
                                    + session);
            return ExitCode.FINE;
        }
        around.say(
                "The hook did not let a test prompt pass. It says:\n"
                        + said.strip()
                        + "\n"
                        + tool.id()
                        + " would be stopped just so. Try again with: "
                        + command()
                        + ", or bring the old settings back with: "
                        + command()
                        + " --undo");
        return ExitCode.NOT_FINE;
    }

    private Process start() throws IOException {
        ProcessBuilder program =
                new ProcessBuilder("sh", forwarder.toString(), tool.id(), event())
                        .directory(home.toFile())
                        .redirectErrorStream(true);
        program.environment().put("HOME", home.toString());
        // What is tried is the connection, not the switch that does without one.
        program.environment().remove("CHAPERONE_FAIL_OPEN");
        return program.start();
    }

    private static void tell(Process process, String prompt) {
        try (OutputStream told = process.getOutputStream()) {
            told.write(prompt.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it read that, and says why itself.
        }
    }

    /// By what name the tool tells of a prompt.
    private String event() {
        return switch (tool) {
            case CURSOR -> "beforeSubmitPrompt";
            case WINDSURF -> "pre_user_prompt";
            case AMAZON_Q -> "userPromptSubmit";
            default -> "UserPromptSubmit";
        };
    }

    private JsonObject prompt(String session) {
        return new JsonObject(
                switch (tool) {
                    case CURSOR ->
                            Map.of(
                                    "hook_event_name", event(),
                                    "conversation_id", session,
                                    "generation_id", session,
                                    "workspace_roots", List.of(home.toString()),
                                    "prompt", WORDS);
                    case WINDSURF ->
                            Map.of(
                                    "agent_action_name",
                                    event(),
                                    "trajectory_id",
                                    session,
                                    "execution_id",
                                    session,
                                    "tool_info",
                                    new JsonObject(
                                            Map.of("cwd", home.toString(), "user_prompt", WORDS)));
                    default ->
                            Map.of(
                                    "hook_event_name",
                                    event(),
                                    "session_id",
                                    session,
                                    "cwd",
                                    home.toString(),
                                    "prompt",
                                    WORDS);
                });
    }

    private String command() {
        return around.launcher() + " connect " + tool.id();
    }
}
