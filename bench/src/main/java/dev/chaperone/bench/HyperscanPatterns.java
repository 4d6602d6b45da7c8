// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Scanner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the detectors look for, as regular expressions: each form as it is, and for those that need
/// a word before them one in the way of gitleaks: word, operator, value. What detectors look for in
/// ways of their own is written down in [#OTHERS]. Only what a form is, nothing that is checked
/// afterwards, and nothing of what is written in base64 or percent signs.
final class HyperscanPatterns {
    /// Private keys, credentials in addresses, headers and commands, names with values, tokens,
    /// marks of confidential text, e-mail addresses, telephone numbers.
    private static final List<String> OTHERS =
            List.of(
                    "-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY",
                    "ey[A-Za-z0-9]{17,}\\.ey[A-Za-z0-9/_-]{17,}\\.[A-Za-z0-9/_-]{10,}",
                    "[\"'](?:d|k)[\"']\\s{0,3}:\\s{0,3}[\"'][\\w-]{16,}",
                    "(?i:authorization['\"]?\\s{0,3}[:=,]\\s{0,3}['\"]?[\\w-]{2,20} )[\\w.=~+/-]{8,}",
                    "(?i:[a-z][a-z0-9+.-]{1,20}://)[^\\s:@/'\"]{1,80}:[^\\s:@/'\"]{3,80}@",
                    "curl [^\\n]{0,200}(?:-u|--user)[ =]{0,2}['\"]?[^\\s:'\"]{1,50}:[^\\s'\"]{3,}",
                    "(?i:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|"
                            + "private[_-]?key|credential|auth)[ \\t\\w.-]{0,20}[\\s'\"]{0,3}"
                            + "(?:=|>|:|,|\\()['\"\\s=]{0,5}[\\w.=+/@#$%&*!-]{6,}",
                    "(?i:aws.{0,20}secret.{0,40})[A-Za-z0-9+/]{40}",
                    "(?i:identified by|password)\\s{1,3}'[^']{3,}'",
                    "(?:COMPANY|STRICTLY|HIGHLY|INTERNAL|PROPRIETARY)[ ,]{1,3}(?:AND )?(?:CONFIDENTIAL|USE ONLY)",
                    "TLP:(?:RED|AMBER)",
                    "(?i:x-[a-z-]{0,20}classification)\\s{0,3}:\\s{0,3}\\w{4,}",
                    "[0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,63}\\.[0-9A-Za-z.-]{2,63}",
                    "\\+[0-9]{1,3}[ .-]?(?:\\(?[0-9]{2,4}\\)?[ .-]?){2,4}[0-9]{2,4}",
                    "\\(?[0-9]{3}\\)?[ .-][0-9]{3}[.-][0-9]{4}");

    private static final Pattern RUN = Pattern.compile("\\{(\\w+):(\\d+)(?:-(\\d+))?}");

    /// The classes of docs/detectors.md.
    private static final Map<String, String> CLASSES =
            Map.ofEntries(
                    Map.entry("digit", "[0-9]"),
                    Map.entry("hex", "[0-9a-f]"),
                    Map.entry("hexi", "[0-9A-Fa-f]"),
                    Map.entry("lower", "[a-z]"),
                    Map.entry("upper", "[A-Z]"),
                    Map.entry("alpha", "[A-Za-z]"),
                    Map.entry("alnuml", "[0-9a-z]"),
                    Map.entry("alnumu", "[0-9A-Z]"),
                    Map.entry("b62", "[0-9A-Za-z]"),
                    Map.entry("word", "[0-9A-Za-z_]"),
                    Map.entry("b64", "[0-9A-Za-z+/]"),
                    Map.entry("b64u", "[0-9A-Za-z_-]"),
                    Map.entry("b64p", "[0-9A-Za-z+/=_-]"),
                    Map.entry("b32", "[A-Z2-7]"),
                    Map.entry("b32l", "[a-z2-7]"),
                    Map.entry("b58", "[1-9A-HJ-NP-Za-km-z]"),
                    Map.entry("bech32", "[02-9ac-hj-np-z]"),
                    Map.entry("bech32u", "[02-9AC-HJ-NP-Z]"),
                    Map.entry("azsec", "[0-9A-Za-z_~.-]"),
                    Map.entry("urlenc", "[0-9A-Za-z%+/=_-]"),
                    Map.entry("urlish", "[0-9A-Za-z._-]"),
                    Map.entry("graph", "[!#-&(-:<-_a-~]"));

    private HyperscanPatterns() {}

    /// Those of every detector that comes with the product.
    static List<String> all() {
        List<String> patterns = new ArrayList<>(OTHERS);
        patterns.addAll(forms());
        return patterns;
    }

    /// Only the forms of tokens and numbers, without what is looked for in ways of its own.
    static List<String> forms() {
        List<String> patterns = new ArrayList<>();
        for (Detector detector : Scanner.builtIn().descriptions()) {
            for (String shape : detector.shapes()) {
                String token = expression(shape);
                patterns.add(
                        detector.near().isEmpty()
                                ? token
                                : "(?i:%s)[ \\t\\w.-]{0,20}[\\s'\"]{0,3}(?:=|>|:|,)['\"\\s=]{0,5}%s"
                                        .formatted(words(detector.near()), token));
            }
        }
        return patterns;
    }

    private static String words(List<String> words) {
        return String.join("|", words.stream().map(HyperscanPatterns::quoted).toList());
    }

    private static String expression(String shape) {
        StringBuilder written = new StringBuilder();
        Matcher run = RUN.matcher(shape);
        int at = 0;
        while (run.find()) {
            written.append(quoted(shape.substring(at, run.start())));
            boolean last = run.end() == shape.length();
            at = run.end();
            if (last && run.group(2).equals("0")) {
                break;
            }
            String most = run.group(3) == null || last ? "" : "," + run.group(3);
            written.append(Objects.requireNonNull(CLASSES.get(run.group(1)), run.group()))
                    .append('{')
                    .append(run.group(2))
                    .append(most)
                    .append('}');
        }
        return written.append(quoted(shape.substring(at))).toString();
    }

    private static String quoted(String literal) {
        return literal.replaceAll("[^\\w ]", "\\\\$0");
    }
}
