// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.time.Duration;

/// A server that replays a policy: it is asked once, and then how far it is until it is done.
final class ReplayServer {
    private static final String PATH = "/api/v1/policy-replays";
    private static final int BUSY = 409;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /// Nobody wants to read of progress before, or more often.
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Api api;
    private final Surroundings surroundings;

    ReplayServer(Api api, Surroundings surroundings) {
        this.api = api;
        this.surroundings = surroundings;
    }

    /// The replay when it is done.
    JsonObject replay(JsonObject wanted) throws CommandFailure {
        JsonObject replay = begin(wanted);
        String path = PATH + "/" + replay.text("id");
        Duration pause = FIRST_PAUSE;
        long said = System.nanoTime();
        while ("running".equals(replay.text("state"))) {
            rest(pause);
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
            if (System.nanoTime() - said > SILENCE.toNanos()) {
                said = System.nanoTime();
                surroundings.say(progress(replay));
            }
            replay = ask(path);
        }
        String problem = replay.text("problem");
        if (problem != null) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, problem);
        }
        if (replay.object("result") == null) {
            throw new Refusal(api, path, new Reply(200, "")).strange("answered without 'result'");
        }
        return replay;
    }

    private static String progress(JsonObject replay) {
        Long of = replay.number("of");
        return of == null
                ? "counting the recorded requests"
                : "%,d of %,d recorded requests read".formatted(replay.number("done"), of);
    }

    private JsonObject begin(JsonObject wanted) throws CommandFailure {
        try {
            Reply reply = api.post(PATH, wanted);
            String problem = reply.problem();
            if (reply.status() == BUSY && problem != null) {
                throw new CommandFailure(ExitCode.CANNOT_REACH, problem);
            }
            return read(PATH, reply);
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
    }

    private JsonObject ask(String path) throws CommandFailure {
        try {
            return read(path, api.get(path));
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
    }

    private JsonObject read(String path, Reply reply) throws CommandFailure {
        if (!reply.isSuccess()) {
            throw new Refusal(api, path, reply).failure();
        }
        JsonObject replay = reply.json();
        String id = replay == null ? null : replay.text("id");
        if (replay == null || id == null || !id.matches("replay_[0-9a-zA-Z]{1,64}")) {
            throw new Refusal(api, path, reply).strange("answered without the id of a replay");
        }
        return replay;
    }

    private static void rest(Duration pause) throws CommandFailure {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.CANNOT_REACH, "interrupted");
        }
    }
}
