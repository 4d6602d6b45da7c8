// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// One harmless prompt through the gateway, in the tool's own form, to see that it is recorded.
record TestPrompt(Surroundings around, Api gateway, Tool tool, Wire wire, String model) {

    ExitCode ask() {
        Map<String, String> headers = new LinkedHashMap<>(wire.headers());
        headers.put("x-chaperone-tool", tool.id());
        try {
            return tell(gateway.post(wire.path(model), headers, wire.prompt(model)));
        } catch (UnreachableException e) {
            around.say(
                    e.sentence()
                            + "\nNo test prompt was recorded. Until the gateway answers, "
                            + tool.id()
                            + " gets no answers either.\nTry again with: "
                            + command()
                            + ", or bring the old settings back with: "
                            + command()
                            + " --undo");
            return ExitCode.CANNOT_REACH;
        }
    }

    private ExitCode tell(Api.Answer answer) {
        Reply reply = answer.reply();
        String recorded = answer.headers().firstValue("x-chaperone-interaction").orElse(null);
        if (reply.isSuccess() && recorded != null) {
            around.out().println("A test prompt went through. Its record: " + recorded);
            return ExitCode.FINE;
        }
        if (reply.isSuccess()) {
            around.say(
                    gateway.workspace()
                            + " answered, but not as a Chaperone gateway. Is the address right?");
            return ExitCode.CANNOT_REACH;
        }
        String id =
                recorded != null
                        ? recorded
                        : answer.headers().firstValue("request-id").orElse(null);
        around.say(
                (recorded == null
                                        ? "The gateway refused the test prompt (status %d)"
                                        : "The test prompt is recorded, but the model did not answer it"
                                                + " (status %d)")
                                .formatted(reply.status())
                        + message(reply)
                        + (id == null ? "" : "\nIts record: " + id)
                        + "\n"
                        + wayOn(reply.status(), recorded != null));
        return ExitCode.NOT_FINE;
    }

    private static String message(Reply reply) {
        JsonObject json = reply.json();
        JsonObject error = json == null ? null : json.object("error");
        @Nullable String message = error == null ? null : error.text("message");
        return message == null ? "." : ": " + message;
    }

    private String wayOn(int status, boolean recorded) {
        boolean unknown = status == 401;
        if (unknown) {
            return "Get a token that works from your administrator and run again with it.";
        }
        return recorded
                ? "If the model '" + model + "' is the reason, name one of yours with --model."
                : "Ask your administrator, with that id. The old settings come back with: "
                        + command()
                        + " --undo";
    }

    private String command() {
        return around.launcher() + " connect " + tool.id();
    }
}
