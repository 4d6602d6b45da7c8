// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.nio.charset.StandardCharsets;

/// What a tool's hook is answered, in the tool's own words. What can not be stopped is not told to
/// stop: then both answers are the same.
///
/// @param status of the HTTP answer: [#STOPPED] makes the forwarder exit with 2 and the body on its
///   standard error, 200 with 0 and the body on its standard output
/// @param body JSON, or plain text where only the exit code counts
public record HookAnswer(int status, String body) {
    /// The status of a denial that is told by an exit code.
    public static final int STOPPED = 451;

    /// A hook's program ends with this to stop a tool.
    private static final int STOPPING_EXIT_CODE = 2;

    /// Go on: nothing that would spare the person a question of the tool itself.
    public static HookAnswer allow(HookEvent event) {
        return new HookAnswer(
                200, event.surface().json() ? json(json -> event.denial().writeConsent(json)) : "");
    }

    /// Stop, and why.
    public static HookAnswer deny(HookEvent event, String reason) {
        String told = WireText.wellFormed(reason);
        return switch (event.denial()) {
            case NONE -> allow(event);
            case EXIT -> new HookAnswer(STOPPED, told);
            default ->
                    new HookAnswer(
                            200, json(json -> event.denial().write(json, event.name(), told)));
        };
    }

    /// With which the hook's program ends.
    public int exitCode() {
        return status == STOPPED ? STOPPING_EXIT_CODE : 0;
    }

    private static String json(ErrorBody.Members members) {
        return new String(ErrorBody.object(members), StandardCharsets.UTF_8);
    }
}
