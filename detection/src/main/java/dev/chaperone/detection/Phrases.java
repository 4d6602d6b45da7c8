// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The company's own phrases, each as it is written and in capitals.
public final class Phrases {
    /// The shortest phrase, in characters: a shorter one stands everywhere.
    public static final int SHORTEST = 6;

    /// The longest one.
    public static final int LONGEST = 200;

    private Phrases() {}

    /// A probe for each spelling.
    static List<Probe> probes(List<String> phrases) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String phrase : phrases) {
            spellings.add(phrase);
            spellings.add(phrase.toUpperCase(Locale.ROOT));
        }
        List<Probe> probes = new ArrayList<>();
        for (String spelling : spellings) {
            probes.add(new PhraseProbe(spelling.getBytes(StandardCharsets.UTF_8)));
        }
        return probes;
    }
}
