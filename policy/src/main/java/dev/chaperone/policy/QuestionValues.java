// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.Detector;
import dev.chaperone.expressions.ValueType;
import dev.chaperone.vocabulary.Jurisdiction;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What conditions can ask of a request, by name (`docs/policy.md` explains each). What is not
/// known is an empty text, never a guess.
final class QuestionValues implements Function<String, @Nullable Object> {
    static final String TOOL = "tool";
    static final String PLAN = "plan";
    static final String MODEL = "model";
    static final String TEAMS = "person.teams";
    static final String REPOSITORY = "repository.name";
    static final String REPOSITORY_CLASS = "repository.class";

    /// The names and what they stand for.
    static final Map<String, ValueType> TYPES = types();

    private final Question question;
    private final @Nullable RepositoryClass repository;

    QuestionValues(Question question, @Nullable RepositoryClass repository) {
        this.question = question;
        this.repository = repository;
    }

    private static Map<String, ValueType> types() {
        Map<String, ValueType> types = new LinkedHashMap<>();
        types.put(TOOL, ValueType.TEXT);
        types.put(PLAN, ValueType.TEXT);
        types.put(MODEL, ValueType.TEXT);
        types.put("source", ValueType.TEXT);
        types.put("person.id", ValueType.TEXT);
        types.put(TEAMS, ValueType.TEXTS);
        types.put("person.country", ValueType.TEXT);
        types.put(REPOSITORY, ValueType.TEXT);
        types.put(REPOSITORY_CLASS, ValueType.TEXT);
        types.put("detected", ValueType.COUNTS);
        types.put("secrets", ValueType.NUMBER);
        types.put("personal", ValueType.NUMBER);
        types.put("markers", ValueType.NUMBER);
        types.put("attachments", ValueType.NUMBER);
        types.put("scanned", ValueType.TRUTH);
        types.put("at", ValueType.TIME);
        return types;
    }

    @Override
    public @Nullable Object apply(String name) {
        return switch (name) {
            case TOOL -> question.tool().value();
            case PLAN -> question.plan().value();
            case MODEL -> orEmpty(question.use().model());
            case "source" -> question.use().source();
            case "person.id" -> question.person().value();
            case TEAMS -> List.copyOf(question.teams());
            case "person.country" -> country();
            case REPOSITORY -> orEmpty(question.repository());
            case REPOSITORY_CLASS -> repository == null ? "" : repository.name();
            case "detected" -> detected();
            case "secrets" -> count(Kind.SECRET);
            case "personal" -> count(Kind.PERSONAL);
            case "markers" -> count(Kind.MARKER);
            case "attachments" -> (long) question.attachments();
            case "scanned" -> question.scanned();
            case "at" -> question.at();
            default -> null;
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private String country() {
        Jurisdiction country = question.jurisdiction();
        return country == null ? "" : country.code();
    }

    private Map<String, Long> detected() {
        Map<String, Long> counts = new Counts();
        for (Question.Detected each : question.detected()) {
            counts.merge(each.detector(), (long) each.count(), Long::sum);
        }
        return counts;
    }

    /// What was not found was found no times: so `detected['x'] > 2` is false of it, and not a
    /// question that nobody can answer.
    private static final class Counts extends HashMap<String, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long get(@Nullable Object key) {
            return getOrDefault(key, 0L);
        }
    }

    private enum Kind {
        SECRET,
        PERSONAL,
        MARKER
    }

    private long count(Kind wanted) {
        long count = 0;
        for (Question.Detected each : question.detected()) {
            if (kind(each.kind()) == wanted) {
                count += each.count();
            }
        }
        return count;
    }

    private static @Nullable Kind kind(Detector.Kind kind) {
        return switch (kind) {
            case SECRET, KEY_MATERIAL, URL -> Kind.SECRET;
            case PERSONAL -> Kind.PERSONAL;
            case MARKER -> Kind.MARKER;
            case IDENTIFIER -> null;
        };
    }
}
