// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.policy.Policy;
import dev.chaperone.policy.PolicyException.Problem;
import dev.chaperone.policy.PolicyFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.nio.file.Path;

/// `chaperone policy check`.
@Command(
        name = "check",
        description = {
            "Whether a policy file can be published: every fault with its line and column.",
            "Remarks name what is no fault but surely not meant: rules that contradict each other",
            "(and which wins), entries that are never reached."
        })
final class PolicyCheckCommand extends ChaperoneCommand {
    @Parameters(paramLabel = "FILE", description = "the policy file")
    private Path file = Path.of("");

    PolicyCheckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        PolicyFile.Reviewed reviewed = PolicyText.review(file);
        Policy policy = reviewed.snapshot().policy();
        PrintStream out = surroundings.out();
        for (Problem remark : reviewed.remarks()) {
            out.printf(
                    "%s:%d:%d: remark: %s%n",
                    file, remark.line(), remark.column(), remark.message());
        }
        out.printf(
                "%s can be published: %d tools, %d rules about content, %d conditions,"
                        + " %d patterns for repositories%n%s%n",
                file,
                policy.tools().size(),
                policy.content().size(),
                policy.rules().size(),
                policy.repositories().size(),
                policy.hash());
        return ExitCode.FINE;
    }
}
