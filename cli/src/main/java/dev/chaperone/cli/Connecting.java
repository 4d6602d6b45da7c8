// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Points one tool at the gateway: look at everything, show it, write it, try it.
///
/// @param named the model that the person named; null when none
record Connecting(
        Surroundings around,
        Path home,
        Tool tool,
        Api gateway,
        AccessToken token,
        @Nullable String named,
        boolean dryRun) {
    private static final Pattern MODEL = Pattern.compile("[\\w.:/@-]{1,200}");
    private static final int MOST_NAMED = 20;

    ExitCode run() throws CommandFailure {
        TokenFile own = TokenFile.at(home);
        Forwarder forwarder = Forwarder.from(gateway, tool, own);
        HookFiles hooks = forwarder.usable() ? HookFiles.of(own) : null;
        String model = model();
        List<ToolFiles.Wanted> wanted =
                new ToolFiles(around, home, gateway.workspace(), token, model, hooks).of(tool);
        Connection before = Connection.read(own.connection(tool));
        if (wanted.isEmpty() && before.files().isEmpty()) {
            return nothing(own, forwarder);
        }
        List<Change> changes = changes(wanted, before);
        for (Change change : changes) {
            change.show(around.out(), token);
        }
        if (dryRun) {
            around.say("Nothing was written (--dry-run).");
            return ExitCode.FINE;
        }
        write(own, forwarder, changes);
        tell(own, forwarder, changes);
        Wire wire = tool.wire();
        if (wire == null) {
            return hooks == null
                    ? ExitCode.FINE
                    : new TestHook(around, home, forwarder.file(), tool).ask();
        }
        String asked = model == null ? wire.usualModel() : model;
        return new TestPrompt(around, gateway, tool, wire, asked).ask();
    }

    /// Where a tool has no file that connect could write.
    private ExitCode nothing(TokenFile own, Forwarder forwarder) {
        around.say(tool.note());
        if (tool == Tool.AMAZON_Q && forwarder.usable()) {
            around.say(
                    "No agent is in ~/.aws/amazonq/cli-agents, so there is none to add hooks to.");
        } else if (!HookFiles.of(own).edits(tool).isEmpty()) {
            around.say("Its hooks are left out: " + forwarder.why() + ".");
        }
        around.say("Nothing was written.");
        return ExitCode.NOT_FINE;
    }

    private List<Change> changes(List<ToolFiles.Wanted> wanted, Connection before)
            throws CommandFailure {
        List<Change> changes = new ArrayList<>();
        for (ToolFiles.Wanted each : wanted) {
            changes.add(Change.to(each, before.of(each.path())));
        }
        for (Connection.Written each : before.files()) {
            if (wanted.stream().noneMatch(now -> now.path().equals(each.path()))) {
                changes.add(Change.back(each));
            }
        }
        return changes;
    }

    private void write(TokenFile own, Forwarder forwarder, List<Change> changes)
            throws CommandFailure {
        own.write(own.token(), token.value(), FoundFile.PRIVATE);
        own.write(own.gateway(), gateway.workspace() + "\n", FoundFile.PRIVATE);
        if (forwarder.script() != null) {
            own.write(forwarder.file(), forwarder.script(), "rwx------");
        }
        for (Change change : changes) {
            change.keep();
        }
        // Written down before it is done, so that what is done halfway can be undone too.
        List<Connection.Written> written =
                changes.stream().map(Change::written).filter(Objects::nonNull).toList();
        own.write(own.connection(tool), new Connection(written).json(), FoundFile.PRIVATE);
        for (Change change : changes) {
            change.write();
        }
        if (written.isEmpty()) {
            FoundFile.delete(own.connection(tool));
        }
    }

    private void tell(TokenFile own, Forwarder forwarder, List<Change> changes) {
        boolean any = changes.stream().anyMatch(Change::isOne);
        around.say(
                any
                        ? "Written. What was there is kept beside it in files that end in"
                                + " .before-chaperone; --undo brings it back."
                        : "Everything stood there already.");
        boolean inSettings = false;
        for (Change change : changes) {
            if (change.wanted() != null && change.wanted().holdsToken()) {
                inSettings = true;
                around.say(
                        "The token stands in "
                                + change.path()
                                + " too, as this tool reads it from nowhere else. Only you can read"
                                + " that file; do not check it in.");
            }
        }
        if (!inSettings && tool.wire() != null) {
            around.say("The token is in " + own.token() + "; the settings read it from there.");
        }
        if (!tool.note().isEmpty()) {
            around.say(tool.note());
        }
        if (!forwarder.usable() && !HookFiles.of(own).edits(tool).isEmpty()) {
            around.say("Hooks are left out: " + forwarder.why() + ".");
        }
        overridden().forEach(around::say);
    }

    /// Variables of the environment that would go before the settings.
    private List<String> overridden() {
        List<String> names =
                switch (tool) {
                    case CLAUDE_CODE ->
                            List.of(
                                    "ANTHROPIC_AUTH_TOKEN",
                                    "ANTHROPIC_API_KEY",
                                    "CLAUDE_CODE_USE_BEDROCK",
                                    "CLAUDE_CODE_USE_VERTEX");
                    case GEMINI_CLI ->
                            List.of(
                                    "GEMINI_API_KEY",
                                    "GOOGLE_GEMINI_BASE_URL",
                                    "GOOGLE_GENAI_USE_VERTEXAI");
                    default -> List.of();
                };
        return names.stream()
                .filter(name -> around.variable(name) != null)
                .map(name ->
                        name
                                + " is set in your environment and goes before the settings:"
                                + " unset it.")
                .toList();
    }

    /// The model that is named or, where one is needed, the only one that the gateway offers.
    private @Nullable String model() throws CommandFailure {
        if (named != null) {
            if (!MODEL.matcher(named).matches()) {
                throw new CommandFailure(ExitCode.BAD_INPUT, "--model is no name of a model");
            }
            return named;
        }
        if (!tool.needsModel()) {
            return null;
        }
        List<String> offered = offered();
        if (offered.size() == 1 && MODEL.matcher(offered.getFirst()).matches()) {
            return offered.getFirst();
        }
        String some =
                offered.isEmpty()
                        ? ""
                        : " The gateway offers: "
                                + String.join(
                                        ", ",
                                        offered.subList(0, Math.min(MOST_NAMED, offered.size())))
                                + (offered.size() > MOST_NAMED ? ", …" : "");
        throw new CommandFailure(
                ExitCode.BAD_INPUT,
                "the settings of " + tool.id() + " must name a model: add --model M." + some);
    }

    private List<String> offered() {
        try {
            JsonObject list = gateway.get("/v1/models").json();
            List<JsonObject> models = list == null ? null : list.objects("data");
            return models == null
                    ? List.of()
                    : models.stream()
                            .map(each -> each.text("id"))
                            .filter(Objects::nonNull)
                            .map(String::valueOf)
                            .toList();
        } catch (UnreachableException e) {
            around.say(e.sentence());
            return List.of();
        }
    }
}
