// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an entry of the ledger says. [Leaves] writes and reads the bytes.
///
/// Nothing here holds prompt text, a secret or a name: people are opaque ids, bodies are sizes and
/// salted commitments.
public sealed interface Event {
    /// When it happened, by the clock of the machine that wrote it; the index orders, not the time.
    Instant at();

    /// A request that is about to go to a model, or was refused. It is on disk before the first
    /// byte of the prompt leaves.
    ///
    /// @param id unique, chosen by the writer
    /// @param caller null when nobody could be identified
    /// @param prompt as it came; null when the body was not read
    /// @param sent what goes to the model when that is not what came, because something was taken
    ///   out; else null
    /// @param reported what else a tool said of itself; null when it said nothing more
    record Intent(
            String id,
            Instant at,
            Source source,
            @Nullable Caller caller,
            Use use,
            Verdict verdict,
            @Nullable Body prompt,
            @Nullable Body sent,
            @Nullable Reported reported)
            implements Event {
        /// Of a request of which its tool said nothing more.
        public Intent(
                String id,
                Instant at,
                Source source,
                @Nullable Caller caller,
                Use use,
                Verdict verdict,
                @Nullable Body prompt,
                @Nullable Body sent) {
            this(id, at, source, caller, use, verdict, prompt, sent, null);
        }

        /// Of a request that goes on as it came, or not at all.
        public Intent(
                String id,
                Instant at,
                Source source,
                @Nullable Caller caller,
                Use use,
                Verdict verdict,
                @Nullable Body prompt) {
            this(id, at, source, caller, use, verdict, prompt, null);
        }
    }

    /// What became of an [Intent] that was sent.
    ///
    /// @param intent index of the intent's entry
    /// @param status HTTP status of the upstream's answer, null when none came
    /// @param answer as the model gave it; null when none came
    /// @param look what the policy made of the answer, null when it does not look at answers
    /// @param stopReason the model's own word, for example `end_turn`
    /// @param upstream name of the configured upstream that was asked last; null when it is the one
    ///   that the intent names
    /// @param millis from the intent being durable to the end of the answer
    record Outcome(
            long intent,
            Instant at,
            Result result,
            @Nullable Integer status,
            @Nullable Body answer,
            @Nullable Look look,
            Tokens tokens,
            @Nullable String stopReason,
            @Nullable String upstream,
            long millis)
            implements Event {
        /// Of an answer that the policy did not look at, from the upstream that the intent names.
        public Outcome(
                long intent,
                Instant at,
                Result result,
                @Nullable Integer status,
                @Nullable Body answer,
                Tokens tokens,
                @Nullable String stopReason,
                long millis) {
            this(intent, at, result, status, answer, null, tokens, stopReason, null, millis);
        }
    }

    /// Something a person or the product itself changed: a person, a token, a policy.
    ///
    /// @param actor a [PersonId], or `system`, or `admin-token`
    /// @param action a dotted word pair, for example `token.created`
    /// @param subject id of what was changed
    /// @param details further facts, without secrets, sorted by name
    record Administered(
            String actor,
            Instant at,
            String action,
            String subject,
            SortedMap<String, String> details)
            implements Event {
        public Administered {
            // Not by TreeMap's constructor, which would keep the order of the map it copies.
            SortedMap<String, String> sorted = new TreeMap<>();
            sorted.putAll(details);
            details = Collections.unmodifiableSortedMap(sorted);
        }
    }

    /// Who called.
    ///
    /// @param token id of the credential, never the credential
    record Caller(PersonId person, String token) {}

    /// What was used for what.
    ///
    /// @param operation `messages`, `count_tokens`, `chat`; of a hook `hook-` and what it is about
    /// @param tool null when the request was refused before it could be told
    /// @param declared true when the tool is only the caller's own word
    /// @param plan null when no upstream is set up for the request
    /// @param vendor who would get the prompt; null as with `plan`
    /// @param repository as the caller or the body names it
    /// @param upstream name of the configured upstream
    /// @param turn the tool's name for what follows from one prompt; only hooks tell it
    /// @param commit the one that is checked out, as the caller or its session tells
    record Use(
            String operation,
            @Nullable ToolId tool,
            @Nullable String toolVersion,
            boolean declared,
            @Nullable PlanId plan,
            @Nullable VendorId vendor,
            @Nullable String model,
            boolean stream,
            @Nullable String repository,
            @Nullable String session,
            @Nullable String upstream,
            Account account,
            @Nullable String turn,
            @Nullable String commit) {
        /// Of a request of which no commit is told.
        public Use(
                String operation,
                @Nullable ToolId tool,
                @Nullable String toolVersion,
                boolean declared,
                @Nullable PlanId plan,
                @Nullable VendorId vendor,
                @Nullable String model,
                boolean stream,
                @Nullable String repository,
                @Nullable String session,
                @Nullable String upstream,
                Account account,
                @Nullable String turn) {
            this(
                    operation,
                    tool,
                    toolVersion,
                    declared,
                    plan,
                    vendor,
                    model,
                    stream,
                    repository,
                    session,
                    upstream,
                    account,
                    turn,
                    null);
        }

        /// Of a request of which no turn is told.
        public Use(
                String operation,
                @Nullable ToolId tool,
                @Nullable String toolVersion,
                boolean declared,
                @Nullable PlanId plan,
                @Nullable VendorId vendor,
                @Nullable String model,
                boolean stream,
                @Nullable String repository,
                @Nullable String session,
                @Nullable String upstream,
                Account account) {
            this(
                    operation,
                    tool,
                    toolVersion,
                    declared,
                    plan,
                    vendor,
                    model,
                    stream,
                    repository,
                    session,
                    upstream,
                    account,
                    null);
        }
    }

    /// What was decided and on which ground.
    ///
    /// @param rule id of the rule that decided, null when nothing spoke against the request
    /// @param policy hash of the published policy
    /// @param register number of the register's snapshot (people, tokens) used
    record Verdict(
            Effect effect,
            @Nullable String rule,
            List<FindingCount> findings,
            Scan scan,
            Digest policy,
            long register,
            @Nullable String exception) {
        public Verdict {
            findings = List.copyOf(findings);
        }

        /// Without any exception.
        public Verdict(
                Effect effect,
                @Nullable String rule,
                List<FindingCount> findings,
                Scan scan,
                Digest policy,
                long register) {
            this(effect, rule, findings, scan, policy, register, null);
        }
    }

    /// What the policy that decided on the intent made of the answer.
    ///
    /// @param effect [Effect#BLOCKED] when the answer was ended
    /// @param rule id of the rule that decided, null when nothing spoke against the answer
    record Look(Effect effect, @Nullable String rule, List<FindingCount> findings, Scan scan) {
        public Look {
            findings = List.copyOf(findings);
        }
    }

    /// A body by size and commitment, so that it can later be shown to be the one and can not be
    /// guessed before.
    ///
    /// @param commitment see [Commitment]
    /// @param capture null in entries that are older than captures: then nothing more was kept
    record Body(long bytes, Digest commitment, @Nullable Capture capture) {
        /// Without a word on what was kept.
        public Body(long bytes, Digest commitment) {
            this(bytes, commitment, null);
        }

        /// The same body, with a word on what was kept of it.
        public Body with(Capture stated) {
            return new Body(bytes, commitment, stated);
        }
    }

    /// How much of a body is kept beside the record.
    ///
    /// @param retention class of the policy that says for how long; null when nothing is kept
    /// @param failed whether the policy asked for more, which could not be kept
    record Capture(CaptureLevel level, @Nullable String retention, boolean failed) {
        /// Nothing, as the policy says.
        public static final Capture METADATA = new Capture(CaptureLevel.METADATA, null, false);

        /// Nothing, against what the policy says.
        public static final Capture FAILED = new Capture(CaptureLevel.METADATA, null, true);

        public Capture {
            boolean kept = level != CaptureLevel.METADATA;
            if (kept != (retention != null) || (kept && failed)) {
                throw new IllegalArgumentException(
                        "A retention class belongs to what is kept, at level " + level);
            }
        }

        /// What was kept.
        public static Capture of(CaptureLevel level, String retention) {
            return level == CaptureLevel.METADATA ? METADATA : new Capture(level, retention, false);
        }
    }

    /// How often a detector fired.
    ///
    /// @param name which of the company's own secrets it found, so that it can be revoked; null for
    ///   everything else
    record FindingCount(String detector, String confidence, int count, @Nullable String name) {
        /// Of something that has no name.
        public FindingCount(String detector, String confidence, int count) {
            this(detector, confidence, count, null);
        }
    }

    /// What a tool said of itself by telemetry, a hook or what its prompt offers to the model: its
    /// own word, which nobody checked. Numbers are of all that one entry sums up.
    ///
    /// @param prompts that have no entry of their own
    /// @param calls of the model
    /// @param failures calls that failed
    /// @param tools how often it used one of its own tools
    /// @param mcp servers that were told to be there or in use
    /// @param permissions the mode in which it asks a person or does not; null when it is not told
    record Reported(
            int prompts,
            int calls,
            int failures,
            int tools,
            List<String> mcp,
            @Nullable String permissions) {
        public Reported {
            mcp = List.copyOf(mcp);
        }
    }

    /// Token counts as the vendor states them; null where it does not.
    record Tokens(@Nullable Long input, @Nullable Long output) {
        public static final Tokens UNKNOWN = new Tokens(null, null);
    }

    /// The enforcement point or reporter an event comes from.
    enum Source implements Word {
        GATEWAY,
        HOOK,
        PROXY,
        TELEMETRY,
        CONNECTOR,
        MANUAL
    }

    /// What the policy made of a request.
    enum Effect implements Word {
        ALLOWED,
        WARNED,
        REDACTED,
        BLOCKED
    }

    /// How much of a body the detectors read.
    enum Scan implements Word {
        COMPLETE,
        PARTIAL,
        NONE
    }

    /// Whose account at the vendor paid for the request.
    enum Account implements Word {
        CORPORATE,
        PERSONAL,
        UNKNOWN
    }

    /// How a request that was sent ended.
    enum Result implements Word {
        /// The whole answer arrived and was passed on.
        ANSWERED,
        /// The upstream answered with an error status.
        REFUSED,
        /// The upstream stopped in the middle of its answer.
        CUT_SHORT,
        /// The policy ended the answer for what it held.
        STOPPED,
        /// The client hung up before the end.
        CLIENT_GONE,
        /// No answer: not reachable, or silent for too long.
        FAILED
    }

    /// An enum constant that has one spelling everywhere: lower case with dashes.
    interface Word {
        String name();

        /// The spelling used in entries and in the API.
        default String written() {
            return Spelling.of(this);
        }
    }
}
