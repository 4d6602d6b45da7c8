// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scan;
import dev.chaperone.detection.Scanner;
import dev.chaperone.detection.TimeLimit;
import dev.chaperone.protocols.Report;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Sums an export of telemetry up: each prompt by itself, and all else by session and model. Text
/// is read by the detectors and let go at once.
final class Reports {
    /// Prompts of one export that are told one by one; the others are only counted.
    static final int MOST_PROMPTS = 200;

    /// Sessions and models of one export that are told apart.
    private static final int MOST_SUMS = 100;

    private static final int MOST_SERVERS = 50;

    /// Detectors of one entry, which has to fit into the ledger whatever somebody sends.
    private static final int MOST_DETECTORS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Scanner scanner;
    private final TimeLimit limit;
    private final Senders senders;
    private final String sender;
    private final List<Sum> prompts = new ArrayList<>();
    private final Map<Key, Sum> sums = new LinkedHashMap<>();
    private final Map<Key, String> models = new HashMap<>();
    private final Set<String> records = new TreeSet<>();

    /// @param sender under whose name records that come again are recognised
    Reports(Scanner scanner, TimeLimit limit, Senders senders, String sender) {
        this.scanner = scanner;
        this.limit = limit;
        this.senders = senders;
        this.sender = sender;
    }

    private record Key(@Nullable ToolId tool, @Nullable String session, @Nullable String model) {}

    /// What one entry is about to say.
    static final class Sum {
        private final Report first;
        private final boolean prompt;
        private final Map<String, Inspection.Detected> detected = new TreeMap<>();
        private final Set<String> mcp = new LinkedHashSet<>();
        private @Nullable String model;
        private @Nullable String version;
        private @Nullable String organization;
        private @Nullable String permissions;
        private boolean read;
        private boolean scanned = true;
        private int prompts;
        private int calls;
        private int failures;
        private int tools;
        private @Nullable Long input;
        private @Nullable Long output;
        private long millis;

        private Sum(Report first, boolean prompt) {
            this.first = first;
            this.prompt = prompt;
        }

        /// The tool, the session and the turn are those of the first record.
        Report first() {
            return first;
        }

        boolean isPrompt() {
            return prompt;
        }

        List<Inspection.Detected> detected() {
            return Inspector.withFewNames(detected.values()).stream()
                    .limit(MOST_DETECTORS)
                    .toList();
        }

        /// Whether any text was told.
        boolean isRead() {
            return read;
        }

        /// Whether the detectors read all of it.
        boolean isScanned() {
            return scanned;
        }

        Set<String> mcp() {
            return mcp;
        }

        @Nullable String model() {
            return model;
        }

        @Nullable String version() {
            return version;
        }

        @Nullable String organization() {
            return organization;
        }

        @Nullable String permissions() {
            return permissions;
        }

        int prompts() {
            return prompts;
        }

        int calls() {
            return calls;
        }

        int failures() {
            return failures;
        }

        int tools() {
            return tools;
        }

        @Nullable Long input() {
            return input;
        }

        @Nullable Long output() {
            return output;
        }

        long millis() {
            return millis;
        }

        /// Whether there is an end to tell: how many tokens it took, and how long.
        boolean hasEnd() {
            return calls > 0 || failures > 0 || input != null || output != null;
        }

        private boolean saysSomething() {
            return prompt
                    || hasEnd()
                    || prompts + tools > 0
                    || !detected.isEmpty()
                    || !scanned
                    || !mcp.isEmpty()
                    || permissions != null;
        }

        private void add(Report report) {
            model = report.model() == null ? model : report.model();
            version = report.version() == null ? version : report.version();
            organization = report.organization() == null ? organization : report.organization();
            permissions = report.permissions() == null ? permissions : report.permissions();
            report.mcp().stream().limit(MOST_SERVERS - (long) mcp.size()).forEach(mcp::add);
            switch (report.kind()) {
                case PROMPT -> prompts += prompt ? 0 : 1;
                case MODEL, ERROR -> call(report.spent());
                case USAGE -> spent(report.spent());
                case TOOL -> tools++;
                case SESSION, SETTINGS, MCP, OTHER -> {
                    // Only shows that it was there.
                }
            }
        }

        private void call(Report.Spent spent) {
            calls++;
            failures += spent.failed() ? 1 : 0;
            millis += spent.millis() == null ? 0 : spent.millis();
            spent(spent);
        }

        private void spent(Report.Spent spent) {
            input = plus(input, spent.input());
            output = plus(output, spent.output());
        }

        private static @Nullable Long plus(@Nullable Long sum, @Nullable Long more) {
            return more == null ? sum : (Long) ((sum == null ? 0 : sum) + more);
        }
    }

    void add(Report report) {
        if (!isNew(report)) {
            return;
        }
        Sum sum = sum(report);
        sum.add(report);
        read(sum, report);
    }

    private boolean isNew(Report report) {
        if (report.once() == null) {
            return true;
        }
        String record =
                sender
                        + ' '
                        + report.tool()
                        + ' '
                        + report.session()
                        + ' '
                        + report.once()
                        + ' '
                        + report.at();
        boolean isNew = senders.isNew(record);
        if (isNew) {
            records.add(record);
        }
        return isNew;
    }

    private Sum sum(Report report) {
        if (report.kind() == Report.Kind.PROMPT && prompts.size() < MOST_PROMPTS) {
            Sum prompt = new Sum(report, true);
            prompts.add(prompt);
            return prompt;
        }
        Key session = new Key(report.tool(), report.session(), null);
        if (report.model() != null) {
            models.put(session, report.model());
        }
        Key key = new Key(report.tool(), report.session(), models.get(session));
        if (!sums.containsKey(key) && sums.size() >= MOST_SUMS) {
            // So many can only be made up; they are told as one.
            key = new Key(report.tool(), null, null);
        }
        return sums.computeIfAbsent(key, _ -> new Sum(report, false));
    }

    private void read(Sum sum, Report report) {
        sum.scanned &= !report.cut();
        if (report.text().isEmpty()) {
            return;
        }
        sum.read |= report.carriesText();
        byte[] text = report.text().getBytes(StandardCharsets.UTF_8);
        try {
            Scan scan = scanner.scan(text, 0, text.length, limit);
            sum.scanned &= scan.complete();
            for (Finding finding : scan.findings()) {
                Inspection.Detected detected = Inspector.detected(scanner, finding);
                sum.detected.merge(detected.key(), detected, Inspection.Detected::plus);
            }
        } catch (RuntimeException | StackOverflowError e) {
            // The message may hold a piece of the text; the kind of fault must do.
            LOG.error("The detectors failed with {}", e.getClass().getName());
            sum.scanned = false;
        }
    }

    /// What is worth an entry: the prompts, then the rest.
    List<Sum> toRecord() {
        List<Sum> all = new ArrayList<>(prompts);
        sums.values().stream().filter(Sum::saysSomething).forEach(all::add);
        return all;
    }

    /// What is not, and only shows that somebody sends.
    List<Report> onlyHeard() {
        return sums.values().stream().filter(sum -> !sum.saysSomething()).map(Sum::first).toList();
    }

    /// The records that came for the first time.
    Set<String> records() {
        return records;
    }
}
