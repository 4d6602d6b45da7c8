// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Again;
import dev.chaperone.protocols.Fault;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What was used of each [Allowance] so far. One for all event loops; only memory, so that nothing
/// waits for it.
///
/// Tokens and money are known when an answer has ended: what is under way when an allowance is used
/// up still comes to its end.
final class Allowances {
    private static final int TIDY_EVERY = 1_024;
    private static final int BYTES_A_TOKEN = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Spending spending;
    private final Map<Share, AtomicLong> used = new ConcurrentHashMap<>();

    /// Somebody's share of an allowance in one stretch of time.
    private record Share(Allowance allowance, String sharer, Instant begun) {}

    Allowances(Spending spending) {
        this.spending = spending;
        spending.already().forEach(this::count);
    }

    /// Counts a request, unless an allowance is used up: then it says which.
    Optional<Refusal> take(Register.Credential caller, ToolId tool, Instant now) {
        List<AtomicLong> taken = new ArrayList<>();
        for (Allowance allowance : spending.allowances()) {
            boolean counts = allowance.measure() == Allowance.Measure.REQUESTS;
            for (String sharer : allowance.sharers(caller, tool)) {
                AtomicLong share = share(allowance, sharer, now);
                long before = counts ? share.getAndIncrement() : share.get();
                if (counts) {
                    taken.add(share);
                }
                if (before >= allowance.most()) {
                    taken.forEach(AtomicLong::decrementAndGet);
                    return Optional.of(usedUp(standing(allowance, sharer, before, now), now));
                }
            }
        }
        return Optional.empty();
    }

    /// How all allowances stand that somebody used of since their stretch of time began.
    List<Standing> standings(Instant now) {
        return used.entrySet().stream()
                .filter(each -> {
                    Share share = each.getKey();
                    return each.getValue().get() > 0
                            && share.begun().equals(share.allowance().each().begin(now));
                })
                .map(each ->
                        standing(
                                each.getKey().allowance(),
                                each.getKey().sharer(),
                                each.getValue().get(),
                                now))
                .toList();
    }

    /// How the budgets stand that a caller uses of with a tool.
    List<Standing> budgets(Register.Credential caller, ToolId tool, Instant now) {
        List<Standing> budgets = new ArrayList<>();
        for (Allowance allowance : spending.allowances()) {
            if (allowance.measure() == Allowance.Measure.SPEND) {
                for (String sharer : allowance.sharers(caller, tool)) {
                    long so = share(allowance, sharer, now).get();
                    budgets.add(standing(allowance, sharer, so, now));
                }
            }
        }
        return budgets;
    }

    String currency() {
        return spending.prices().currency();
    }

    private static Standing standing(Allowance allowance, String sharer, long used, Instant now) {
        return new Standing(allowance, sharer, used, allowance.each().next(now));
    }

    /// What counts the tokens of one answer when it has ended.
    ///
    /// @param model null when it is not known
    Meter meter(Register.Credential caller, ToolId tool, @Nullable String model, int promptBytes) {
        return spending.allowances().isEmpty()
                ? Meter.NOTHING
                : new Counting(caller, tool, model, promptBytes);
    }

    /// Counts what an answer used, and knows what it uses of.
    interface Meter {
        /// Without allowances there is nothing to count.
        Meter NOTHING =
                new Meter() {
                    @Override
                    public void ended(
                            Instant now,
                            long answerBytes,
                            @Nullable Long input,
                            @Nullable Long output) {}

                    @Override
                    public Optional<Standing> fullestBudget(Instant now) {
                        return Optional.empty();
                    }
                };

        /// The answer is over.
        ///
        /// @param input tokens of the prompt, null when the vendor does not say
        /// @param output tokens of the answer, null when the vendor does not say
        void ended(Instant now, long answerBytes, @Nullable Long input, @Nullable Long output);

        /// The budget that is used up first, if there is one.
        Optional<Standing> fullestBudget(Instant now);
    }

    private final class Counting implements Meter {
        private final Register.Credential caller;
        private final ToolId tool;
        private final @Nullable String model;
        private final int promptBytes;

        Counting(Register.Credential caller, ToolId tool, @Nullable String model, int promptBytes) {
            this.caller = caller;
            this.tool = tool;
            this.model = model;
            this.promptBytes = promptBytes;
        }

        @Override
        public void ended(
                Instant now, long answerBytes, @Nullable Long input, @Nullable Long output) {
            add(
                    caller,
                    tool,
                    model,
                    input == null ? promptBytes / BYTES_A_TOKEN : input,
                    output == null ? answerBytes / BYTES_A_TOKEN : output,
                    now);
        }

        @Override
        public Optional<Standing> fullestBudget(Instant now) {
            return budgets(caller, tool, now).stream()
                    .max(Comparator.comparingDouble(Standing::share));
        }
    }

    private void add(
            Register.Credential caller,
            ToolId tool,
            @Nullable String model,
            long input,
            long output,
            Instant now) {
        for (Allowance allowance : spending.allowances()) {
            long more = amount(allowance, model, 0, input, output);
            for (String sharer : more == 0 ? List.<String>of() : allowance.sharers(caller, tool)) {
                share(allowance, sharer, now).addAndGet(more);
            }
        }
    }

    private void count(Spending.Spent spent) {
        for (Allowance allowance : spending.allowances()) {
            if (allowance.each() == spent.each()) {
                long input = spent.input() + spent.bytesIn() / BYTES_A_TOKEN;
                long output = spent.output() + spent.bytesOut() / BYTES_A_TOKEN;
                long more = amount(allowance, spent.model(), spent.requests(), input, output);
                for (String sharer : allowance.sharers(spent.caller(), spent.tool())) {
                    share(allowance, sharer, spent.begun()).addAndGet(more);
                }
            }
        }
    }

    private long amount(
            Allowance allowance, @Nullable String model, long requests, long input, long output) {
        return switch (allowance.measure()) {
            case REQUESTS -> requests;
            case TOKENS -> input + output;
            case SPEND -> spending.prices().of(model, input, output);
        };
    }

    private AtomicLong share(Allowance allowance, String sharer, Instant now) {
        Share share = new Share(allowance, sharer, allowance.each().begin(now));
        AtomicLong known = used.get(share);
        if (known != null) {
            return known;
        }
        if (used.size() % TIDY_EVERY == TIDY_EVERY - 1) {
            used.keySet()
                    .removeIf(each -> each.begun().isBefore(each.allowance().each().begin(now)));
        }
        return used.computeIfAbsent(share, _ -> new AtomicLong());
    }

    private Refusal usedUp(Standing standing, Instant now) {
        Allowance allowance = standing.allowance();
        Instant again = standing.resets();
        boolean money = allowance.measure() == Allowance.Measure.SPEND;
        return new Refusal(
                money ? Fault.BUDGET : Fault.RATE,
                allowance.name(),
                "the limit '"
                        + allowance.name()
                        + "' is used up: "
                        + most(allowance)
                        + " a "
                        + allowance.each().written()
                        + " for "
                        + whose(allowance.per())
                        + ". It begins anew on "
                        + TIME.format(again)
                        + ". If you need more before, ask your administrator.",
                Again.at(again, now),
                money ? standing : null);
    }

    private String most(Allowance allowance) {
        return switch (allowance.measure()) {
            case REQUESTS -> allowance.most() + " requests";
            case TOKENS -> allowance.most() + " tokens";
            case SPEND ->
                    BigDecimal.valueOf(allowance.most(), 6).stripTrailingZeros().toPlainString()
                            + ' '
                            + spending.prices().currency();
        };
    }

    private static String whose(Allowance.Per per) {
        return switch (per) {
            case PERSON -> "you";
            case TEAM -> "your team";
            case TOOL -> "this tool";
            case COMPANY -> "the company";
        };
    }
}
