// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.RetentionClaim;
import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.incidents.Field;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a recorded request says about an incident already, so that nobody writes it down again.
final class Prefill {
    private static final String UNKNOWN = "unknown";

    private final Catalog catalog = Catalog.builtIn();

    /// Facts of the first of these requests, and the findings of all.
    Map<Field, String> of(List<Interaction> requests) {
        Map<Field, String> facts = new EnumMap<>(Field.class);
        if (requests.isEmpty()) {
            return facts;
        }
        Interaction first = requests.getFirst();
        Event.Use use = first.use();
        facts.put(Field.SUBMITTED, first.at().toString());
        facts.put(Field.TOOL, use.tool() == null ? UNKNOWN : use.tool().value());
        facts.put(Field.PLAN, use.plan() == null ? UNKNOWN : use.plan().value());
        facts.put(Field.SURFACE, first.source().written() + ", " + use.operation());
        facts.put(Field.ACCOUNT, use.account().written());
        facts.put(Field.REPOSITORY, use.repository() == null ? UNKNOWN : use.repository());
        String classes = classes(requests);
        if (!classes.isEmpty()) {
            facts.put(Field.DATA, classes);
        }
        facts.put(Field.RETENTION, retention(use.tool(), use.plan()));
        return facts;
    }

    private static String classes(List<Interaction> requests) {
        Scanner scanner = Scanner.builtIn();
        return requests.stream()
                .flatMap(each -> each.verdict().findings().stream())
                .map(found -> words(scanner.kind(found.detector())))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String words(Detector.Kind kind) {
        return switch (kind) {
            case SECRET, KEY_MATERIAL, URL, IDENTIFIER -> "credentials";
            case PERSONAL -> "data about people";
            case MARKER -> "marked as not for everybody";
        };
    }

    /// Claims with their day and source: which one holds is a matter of the company's contract.
    private String retention(@Nullable ToolId tool, @Nullable PlanId plan) {
        List<RetentionClaim> claims =
                tool == null || plan == null ? List.of() : catalog.retention(tool, plan);
        if (claims.isEmpty()) {
            return "unknown: the catalogue has no claim about this tool and plan. Ask the vendor, and"
                    + " write down the answer with its day.";
        }
        return "Claims, which the contract may change:"
                + claims.stream()
                        .map(claim ->
                                "\n- %s (%s, %s, %s)"
                                        .formatted(
                                                claim.says(),
                                                claim.certainty().name().toLowerCase(Locale.ROOT),
                                                claim.asOf(),
                                                claim.source()))
                        .collect(Collectors.joining());
    }
}
