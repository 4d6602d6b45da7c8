// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import dev.chaperone.tlog.WitnessPolicy.Party;
import dev.chaperone.tlog.WitnessPolicy.Quorum;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/// Reads the text of a policy line by line; each line may use only names of lines before.
final class PolicyText {
    private static final String NONE = "none";

    private final List<Party> logs = new ArrayList<>();
    private final Map<String, Party> witnesses = new HashMap<>();
    private final Map<String, Quorum> named = new HashMap<>();
    private final Set<String> members = new HashSet<>();
    private @Nullable Quorum quorum;

    WitnessPolicy read(String text) throws MalformedException {
        requireCharacters(text);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            try {
                readLine(words(line));
            } catch (MalformedException e) {
                throw new MalformedException("Line %d: %s".formatted(number, e.getMessage()));
            }
        }
        if (quorum == null) {
            throw new MalformedException("A policy names its quorum");
        }
        return new WitnessPolicy(logs, witnesses, quorum);
    }

    private static void requireCharacters(String text) throws MalformedException {
        boolean bad = text.chars().anyMatch(c -> (c < ' ' && c != '\n' && c != '\t') || c == 0x7f);
        if (bad) {
            throw new MalformedException("A control character in a policy");
        }
        if (!text.endsWith("\n")) {
            throw new MalformedException("The last line of a policy has no end");
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(line, " \t");
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    private void readLine(List<String> words) throws MalformedException {
        if (words.isEmpty() || words.getFirst().startsWith("#")) {
            return;
        }
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "log" -> readLog(rest);
            case "witness" -> readWitness(rest);
            case "group" -> readGroup(rest);
            case "quorum" -> readQuorum(rest);
            default ->
                    throw new MalformedException(
                            "Not the start of a line: " + Fields.shown(words.getFirst()));
        }
    }

    private void readLog(List<String> words) throws MalformedException {
        requireWords(words, 1, 2, "log <vkey> [<url>]");
        Party log = party(words);
        if (!log.key().type().ofLogs()) {
            throw new MalformedException("Not a key for logs: " + log.key().name());
        }
        requireNew(log, logs);
        logs.add(log);
    }

    private void readWitness(List<String> words) throws MalformedException {
        requireWords(words, 2, 3, "witness <name> <vkey> [<url>]");
        Party witness = party(words.subList(1, words.size()));
        if (!witness.key().type().ofWitnesses()) {
            throw new MalformedException("Not a key for witnesses: " + witness.key().name());
        }
        requireNew(witness, witnesses.values());
        define(words.getFirst(), new Quorum.One(words.getFirst()));
        witnesses.put(words.getFirst(), witness);
    }

    private void readGroup(List<String> words) throws MalformedException {
        requireWords(words, 3, Integer.MAX_VALUE, "group <name> all|any|<k> <member>...");
        List<Quorum> group = new ArrayList<>();
        for (String member : words.subList(2, words.size())) {
            group.add(find(member));
            if (!members.add(member)) {
                throw new MalformedException("Is a member already: " + Fields.shown(member));
            }
        }
        define(words.getFirst(), new Quorum.Group(threshold(words.get(1), group.size()), group));
    }

    private static int threshold(String word, int members) throws MalformedException {
        return switch (word) {
            case "all" -> members;
            case "any" -> 1;
            default -> {
                long threshold = Fields.number(word);
                if (threshold < 1 || threshold > members) {
                    throw new MalformedException("Not 1 to %d: %s".formatted(members, word));
                }
                yield (int) threshold;
            }
        };
    }

    private void readQuorum(List<String> words) throws MalformedException {
        requireWords(words, 1, 1, "quorum <name>|none");
        if (quorum != null) {
            throw new MalformedException("A second quorum");
        }
        String name = words.getFirst();
        quorum = name.equals(NONE) ? new Quorum.None() : find(name);
    }

    private static Party party(List<String> words) throws MalformedException {
        VerifierKey key = VerifierKey.parse(words.getFirst());
        return new Party(key, words.size() > 1 ? words.get(1) : null);
    }

    private void define(String name, Quorum meaning) throws MalformedException {
        if (name.equals(NONE) || named.putIfAbsent(name, meaning) != null) {
            throw new MalformedException("This name is taken: " + Fields.shown(name));
        }
    }

    private Quorum find(String name) throws MalformedException {
        Quorum meaning = named.get(name);
        if (meaning == null) {
            throw new MalformedException("No line before defines " + Fields.shown(name));
        }
        return meaning;
    }

    private static void requireNew(Party party, Collection<Party> others)
            throws MalformedException {
        if (others.stream().anyMatch(other -> other.key().sameKey(party.key()))) {
            throw new MalformedException("This key stands there already: " + party.key().name());
        }
    }

    private static void requireWords(List<String> words, int least, int most, String form)
            throws MalformedException {
        if (words.size() < least || words.size() > most) {
            throw new MalformedException("Should be: " + form);
        }
    }
}
