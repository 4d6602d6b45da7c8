// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.util.concurrent.Callable;

/// A command: failures are told in one way.
abstract class ChaperoneCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    ChaperoneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    abstract ExitCode run(Surroundings around) throws CommandFailure;

    @Override
    public final Integer call() {
        try {
            return run(surroundings).number();
        } catch (CommandFailure failure) {
            surroundings.say(failure.sentence());
            return failure.exitCode().number();
        }
    }
}
