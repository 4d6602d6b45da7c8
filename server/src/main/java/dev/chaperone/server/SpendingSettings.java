// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.Allowance;
import dev.chaperone.gateway.Prices;
import dev.chaperone.gateway.Spending;
import dev.chaperone.policy.Glob;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads `limits` and `prices` of `config.yaml`.
final class SpendingSettings {
    private static final Set<String> LIMIT =
            Set.of("name", "per", "teams", "tools", "requests", "tokens", "spend", "each");
    private static final Set<String> PRICE = Set.of("model", "input", "output");
    private static final int MILLIONTHS = 6;

    private final ConfigurationFile file;

    private SpendingSettings(ConfigurationFile file) {
        this.file = file;
    }

    /// How much may be used, and what it costs.
    ///
    /// @param file takes what is wrong
    static Spending read(Map<?, ?> top, ConfigurationFile file) {
        SpendingSettings settings = new SpendingSettings(file);
        List<Allowance> allowances =
                settings.each(top.get("limits"), "limits", settings::allowance);
        Prices prices =
                top.containsKey("prices") ? settings.prices(top.get("prices")) : Prices.NONE;
        settings.check(allowances, prices);
        return new Spending(allowances, prices, List.of());
    }

    private void check(List<Allowance> allowances, Prices prices) {
        Set<String> names = new HashSet<>();
        for (Allowance allowance : allowances) {
            if (!names.add(allowance.name())) {
                file.problem("limits: two have the name '" + allowance.name() + "'");
            }
        }
        boolean money =
                allowances.stream().anyMatch(each -> each.measure() == Allowance.Measure.SPEND);
        boolean all =
                !prices.models().isEmpty()
                        && prices.models().getLast().model().pattern().equals("*");
        if (money && !all) {
            file.problem(
                    "limits: one of money needs prices for all models, so that none is used for"
                            + " nothing: end prices.models with {model: \"*\", input: …, output: …}");
        }
    }

    private @Nullable Allowance allowance(Object entry, String key) {
        Map<?, ?> members = file.map(entry, key, LIMIT);
        int before = file.problems();
        String name = file.text(members, key, "name");
        Allowance.Per per =
                word(Allowance.Per.values(), Allowance.Per::written, members, key, "per");
        Allowance.Each each =
                word(Allowance.Each.values(), Allowance.Each::written, members, key, "each");
        Set<ToolId> tools = new HashSet<>();
        for (String tool : file.texts(members, key, "tools")) {
            try {
                tools.add(new ToolId(tool));
            } catch (IllegalArgumentException e) {
                file.problem(key + ".tools: " + e.getMessage());
            }
        }
        Allowance.Measure measure = measure(members, key);
        long most = measure == null ? 0 : most(members, key, measure);
        if (file.problems() > before || per == null || each == null || measure == null) {
            return null;
        }
        return new Allowance(
                name,
                per,
                Set.copyOf(file.texts(members, key, "teams")),
                tools,
                measure,
                most,
                each);
    }

    private Allowance.@Nullable Measure measure(Map<?, ?> members, String key) {
        List<Allowance.Measure> written =
                Arrays.stream(Allowance.Measure.values())
                        .filter(measure -> members.containsKey(measure.written()))
                        .toList();
        if (written.size() == 1) {
            return written.getFirst();
        }
        file.problem(key + " needs one of requests, tokens and spend");
        return null;
    }

    private long most(Map<?, ?> members, String key, Allowance.Measure measure) {
        BigDecimal number = number(members, key, measure.written());
        BigDecimal counted =
                measure == Allowance.Measure.SPEND ? number.movePointRight(MILLIONTHS) : number;
        try {
            long most = counted.longValueExact();
            if (most > 0) {
                return most;
            }
        } catch (ArithmeticException e) {
            // Said below, as for a number that is not above zero.
        }
        file.problem(key + "." + measure.written() + " is " + number + ", not a number above zero");
        return 0;
    }

    private Prices prices(@Nullable Object section) {
        Map<?, ?> members = file.map(section, "prices", Set.of("currency", "models"));
        return new Prices(
                file.text(members, "prices", "currency"),
                each(members.get("models"), "prices.models", this::price));
    }

    private Prices.@Nullable Price price(Object entry, String key) {
        Map<?, ?> members = file.map(entry, key, PRICE);
        try {
            return new Prices.Price(
                    new Glob(file.text(members, key, "model")),
                    number(members, key, "input").doubleValue(),
                    number(members, key, "output").doubleValue());
        } catch (IllegalArgumentException e) {
            file.problem(key + ".model: " + e.getMessage());
            return null;
        }
    }

    private BigDecimal number(Map<?, ?> members, String key, String name) {
        try {
            BigDecimal number = new BigDecimal(String.valueOf(members.get(name)));
            if (number.signum() >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative one.
        }
        file.problem(key + "." + name + " is '" + members.get(name) + "', not a number");
        return BigDecimal.ONE;
    }

    private <T> @Nullable T word(
            T[] words, Function<T, String> written, Map<?, ?> members, String key, String name) {
        String told = String.valueOf(members.get(name));
        for (T word : words) {
            if (written.apply(word).equals(told)) {
                return word;
            }
        }
        file.problem(
                key
                        + "."
                        + name
                        + " is '"
                        + told
                        + "', not one of "
                        + Arrays.stream(words).map(written).collect(Collectors.joining(", ")));
        return null;
    }

    private interface Reader<T> {
        @Nullable T read(Object entry, String key);
    }

    private <T> List<T> each(@Nullable Object written, String key, Reader<T> reader) {
        List<T> read = new ArrayList<>();
        if (written instanceof List<?> entries) {
            for (int i = 0; i < entries.size(); i++) {
                T one = reader.read(entries.get(i), key + "[" + i + "]");
                if (one != null) {
                    read.add(one);
                }
            }
        } else if (written != null) {
            file.problem(key + " must be a list");
        }
        return read;
    }
}
